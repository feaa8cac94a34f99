/**
 * The words of the working day: the site, the staff, the systems, the papers. A text that speaks of "him" or "a child"
 * and has none of them is seldom an audit remark.
 * The rule: they excuse only what no other sign has found; a disclosure made at a gate is one all the same. Where words
 * may be either (room, left, week), they are left out.
 */
export const WORK_WORDS = {
  work: `
    gate, gates, door, doors, fence, fences, window, windows, lock, locks, key, keys, fob, fobs, badge,
    badges, lanyard, lanyards, visitor, visitors, sign in, signing in, signed in, sign out, camera, cameras,
    cctv, alarm, alarms, boiler, lights, light, lighting, site, building, barrier, handle, latch, bolt, hinge,
    trellis, wall, roof, leak, car park, buzzer, intercom, keypad, code, codes, extinguisher, drill,
    evacuation, lockdown, minibus, contractor, contractors, builder, builders, supplier, engineer, delivery,
    hall floor, repair~, fix~, replace~, install~, order~, booked, booking, books, rebook~, arrange~,
    schedule~, postpone~, cancel~, move~ to, upgrade~, print~, laminate~, restock~, stock, invoice, budget,
    funding, cost, costs, quote, order, parcel, van, kit, equipment, system, systems, laptop, laptops, ipad,
    ipads, tablet, device, devices, wifi, network, software, app, login, logins, password, passwords, account,
    accounts, server, filter, filters, filtering, blocked sites, printer, photocopier, projector, website,
    link, page, portal, spreadsheet, screenshot, pdf, upload~, download~, install, email, emails, emailed,
    inbox, calendar, reminder, cpoms, myconcern, arbor, sims, smoothwall, senso, teams, outlook, slack, bot,
    message keeps, this question, the question, question, questions, answer, answers, answered, answering,
    list, lists, log sheet, log, logs, register, registers, record, records, form, forms, file, files, folder,
    document, documents, paperwork, policy, policies, procedure, procedures, template, handbook, evidence,
    minutes, agenda, action plan, checklist, audit, audits, survey, surveys, data, figures, numbers, percent,
    percentage, scr, single central record, dbs, reference, references, prohibition, right to work,
    qualification, qualifications, identity check, certificate, certificates, id check, overseas check,
    section 128, training, trained, course, courses, refresher, module, modules, level 2, level 3, inset, cpd,
    webinar, induction, inducted, supervision, appraisal, interview, interviews, interviewed for, appointed,
    appointment as, recruited, recruitment, vacancy, contract, probation, job, jobs, role, rota, rotas, shift,
    shifts, cover, covers, covering, covered, timetable, workload, standard, standards, cover for, ppa, duty,
    deadline, due, overdue, maternity, paternity, annual leave, on leave, sick leave, off sick, is off, was
    off, been off, is away, was away, on holiday, part time, works mornings, works part, only works, in on,
    back on, back next, back in january, back after, starts on, starts in, starts next, starts monday,
    starting in, starting on, started in, started on, joins us, joined us, has left, left us, left the trust,
    left the school, left in, retired, retires, resigned, new starter, new starters, new role, on a course,
    working from home, acting, interim, seconded, check, checks, checked, checking, confirm~, complete~,
    finish~, sign off, signed off, signs off, sign it, to sign, has signed, signed it, sign, signature,
    approve~, update~, review~, submitted, submit, chase~, chasing, reply, replied, replies, remind~,
    forward~, circulat~, share~ drive, respond~, re sent, resent, asked for, ask again, asked twice, asked
    again, will ask, ill ask, sorting it, sorted it, sort it, looking into it, look into it, on it, let you
    know, get back to, will do, hell do, shell do, will check, will send, will sort, going to do, done it, did
    it, done this, did this, doing it, done that, has done, have done, already done, read it, has read, read
    part, have read, wrong person, not my, isnt my, responsible, in charge, meeting, meetings, briefing,
    assembly, governor, governors, governing body, trust, slt, lscp, ofsted, inspector, inspection, hr,
    finance, it support, technician, parents evening, newsletter, letter, letters, consent, contact details,
    contacts, ratio, ratios, risk assessment, first aid, first aider, trip, trips, residential, coach company,
    catering, menu, menus, canteen queue, lunch menu, sports day, fixture, fixtures, club, clubs, play
    rehearsal, concert, fete, photocopying, display, displays, poster, posters, wall display, chairs, tables,
    shelves, cupboard, bins, cleaning, cleaners, toilet block, toilet doors, toilet seat, tap, taps, soap,
    blinds, heating in, radiator, air con, playground markings, mats, benches, pond, hedge, tree, trees,
    pitch, bike, bikes, bike shed, scooters, uniform, lost property, football, goal, goals, library, homework,
    exam, exams, mocks, gcse, results, attendance figures, off roll, on roll, destination, school council,
    prefect, prefects, head boy, head girl, play leaders, awards, prize, cake sale, charity, votes, voted,
    vote, designed, won, winner, competition, rehears~, performed`,
} as const;
