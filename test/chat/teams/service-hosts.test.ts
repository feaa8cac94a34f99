/**
 * The addresses Vigil's token may go to: Teams' own by https, and what a test has put in their place.
 */
import { describe, expect, test } from 'vitest';
import { GLOBAL_SERVICE_URL, isServiceUrl } from '../../../src/chat/teams/service-hosts.ts';

describe('Teams’ own', () => {
  test.each([
    GLOBAL_SERVICE_URL,
    'https://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net/uk/0a000000-0000-4000-8000-000000000001/',
    'https://SMBA.TrafficManager.NET/amer/',
    'https://smba.trafficmanager.net:443/emea/',
    'https://smba.infra.gcc.teams.microsoft.com/gcc',
    'https://smba.infra.gov.teams.microsoft.us/gcch/',
  ])('%s', (address) => {
    expect(isServiceUrl(address, [])).toBe(true);
  });
});

describe('what looks like it and is not', () => {
  test.each([
    'http://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net:8443/emea/',
    'https://smba.trafficmanager.net.example.net/emea/',
    'https://smba.trafficmanager.net@example.net/',
    'https://vigil@smba.trafficmanager.net/emea/',
    'https://vigil:secret@smba.trafficmanager.net/emea/',
    'https://example.net/smba.trafficmanager.net/',
    'https://example.net?smba.trafficmanager.net',
    'https://example.net#smba.trafficmanager.net',
    'https://example.net\\smba.trafficmanager.net/',
    'https://xsmba.trafficmanager.net/',
    'https://evil.trafficmanager.net/',
    'https://trafficmanager.net/',
    'https://smba.trafficmanager.net./emea/',
    'https://smbа.trafficmanager.net/emea/', // a Cyrillic а
    'https://teams.microsoft.com/',
    'https://evilteams.microsoft.com/',
    'https://teams.microsoft.com.example.net/',
    'https://smba.infra.gcc.teams.microsoft.com.evil.us/',
    'https://smba.teams.microsoft.net/',
    'https://smba.teamsXmicrosoft.com/',
    'ftp://smba.trafficmanager.net/',
    'javascript:smba.trafficmanager.net',
    '//smba.trafficmanager.net/',
    'smba.trafficmanager.net',
    ' ',
    '',
  ])('%s', (address) => {
    expect(isServiceUrl(address, [])).toBe(false);
    expect(isServiceUrl(address, ['127.0.0.1:4000'])).toBe(false);
  });
});

describe('a stand-in', () => {
  test('with its port is that port alone, by http or https', () => {
    expect(isServiceUrl('http://127.0.0.1:4000/emea/', ['127.0.0.1:4000'])).toBe(true);
    expect(isServiceUrl('https://127.0.0.1:4000/emea/', ['127.0.0.1:4000'])).toBe(true);
    for (const other of ['http://127.0.0.1:4001/', 'http://127.0.0.1/', 'http://localhost:4000/'])
      expect(isServiceUrl(other, ['127.0.0.1:4000'])).toBe(false);
  });

  test('without one is any port of that host', () => {
    for (const address of ['http://localhost/', 'http://localhost:56150/_connector'])
      expect(isServiceUrl(address, ['localhost'])).toBe(true);
    expect(isServiceUrl('http://localhost.example.net/', ['localhost'])).toBe(false);
    expect(isServiceUrl('http://[::1]:56150/', ['[::1]'])).toBe(true);
  });

  test('is nobody who brings a name and a password, and nothing but the web', () => {
    expect(isServiceUrl('http://vigil:secret@127.0.0.1:4000/', ['127.0.0.1:4000'])).toBe(false);
    expect(isServiceUrl('ftp://127.0.0.1:4000/', ['127.0.0.1:4000'])).toBe(false);
  });
});
