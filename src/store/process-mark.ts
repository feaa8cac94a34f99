/**
 * Which process is at the other end of a lock, and whether it is still there.
 * The rule: a process is known by its number and the moment it began, so a number given out again is not mistaken
 * for the old holder; one that cannot be seen from here (another machine, another container on the same volume) is
 * taken for alive as long as its lock file is freshly written, by the file system's own clock.
 */
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { hostname } from 'node:os';

export type ProcessMark = {
  token: string;
  pid: number;
  /** When it began, in the kernel's ticks since the machine started; '' where that cannot be read. */
  started: string;
  host: string;
  /** Which start of the machine. */
  boot: string;
  /** Which container's process numbers. */
  space: string;
};

/** Six missed beats. */
const SILENT_MS = 30_000;

export function markOf(unique: string): ProcessMark {
  const started = startOf(process.pid);
  return {
    token: `${process.pid}-${started}-${unique}`,
    pid: process.pid,
    started,
    host: hostname(),
    boot: read('/proc/sys/kernel/random/boot_id').trim(),
    space: pidSpace(),
  };
}

/** The mark in a lock file; null when there is no such file. A file cut short is a mark of nobody known. */
export function readMark(path: string): ProcessMark | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fault;
  }
  const unknown = { token: 'unreadable', pid: 0, started: '', host: '', boot: '', space: '' };
  try {
    return { ...unknown, ...(JSON.parse(text) as Partial<ProcessMark>) };
  } catch {
    return unknown;
  }
}

export function sameMark(one: ProcessMark | null, other: ProcessMark): boolean {
  return one !== null && JSON.stringify(one) === JSON.stringify(other);
}

/** True when the process that wrote `path` has ended. `fresh` is a file written just now on the same disk. */
export function isOver(mark: ProcessMark, path: string, fresh: string): boolean {
  const here = markOf('');
  if (mark.host === here.host && mark.boot !== here.boot) return true; // the machine has started again since
  if (mark.host === here.host && mark.space === here.space)
    return !isRunning(mark.pid) || (mark.started !== '' && startOf(mark.pid) !== mark.started);
  const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return written === undefined || statSync(fresh).mtimeMs - written > SILENT_MS;
}

export function sayWho(mark: ProcessMark): string {
  if (mark.pid === 0) return 'another program that is just starting';
  if (mark.host === hostname() && mark.space === pidSpace()) return `process ${mark.pid} on this machine`;
  return `process ${mark.pid} on ${mark.host}`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM'; // it runs, as somebody else
  }
}

/** Field 22 of /proc/<pid>/stat; the name before it is in brackets and may itself hold spaces and brackets. */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function pidSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
