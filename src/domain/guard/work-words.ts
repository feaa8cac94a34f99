/**
 * The words of the working day: the site, the staff, the systems, the papers. A text that speaks of "him" or "a child"
 * and has none of them is seldom an audit remark.
 * The rule: they excuse only what no other sign has found; a disclosure made at a gate is one all the same. Where words
 * may be either (room, left, week), they are left out.
 */
export const WORK_WORDS = {
  work: `
    gate, gates, door, doors, fence, fences, window, windows, lock, locks, key, keys, fob, fobs, badge, badges,
    lanyard, lanyards, visitor, visitors, sign in, signing in, signed in, sign out, camera, cameras, cctv,
    alarm, alarms, boiler, lights, light, lighting, site, building, barrier, handle, latch, bolt, hinge,
    trellis, wall, roof, leak, car park, buzzer, intercom, keypad, code, codes, extinguisher, drill, evacuation,
    lockdown, minibus, contractor, contractors, builder, builders, supplier, engineer, delivery, hall floor,
    repair~, fix~, replace~, install~, order~, booked, booking, books, rebook~, arrange~, schedule~, postpone~,
    cancel~, move~ to, upgrade~, print~, laminate~, restock~, stock, invoice, budget, funding, cost, costs,
    quote, order, parcel, van, kit, equipment, system, systems, laptop, laptops, ipad, ipads, tablet, device,
    devices, wifi, network, software, app, login, logins, password, passwords, account, accounts, server,
    filter, filters, filtering, blocked sites, printer, photocopier, projector, website, link, page, portal,
    spreadsheet, screenshot, pdf, upload~, download~, install, email, emails, emailed, inbox, calendar,
    reminder, cpoms, myconcern, arbor, sims, smoothwall, senso, teams, outlook, slack, bot, message keeps, this
    question, the question, question, questions, answer, answers, answered, answering, list, lists, log sheet,
    log, logs, register, registers, record, records, form, forms, file, files, folder, document, documents,
    paperwork, policy, policies, procedure, procedures, template, handbook, evidence, minutes, agenda, action
    plan, checklist, audit, audits, survey, surveys, data, figures, numbers, percent, percentage, scr, single
    central record, dbs, reference, references, prohibition, right to work, qualification, qualifications,
    identity check, certificate, certificates, id check, overseas check, section 128, cert, certs, training,
    trained, course, courses, refresher, module, modules, level 2, level 3, inset, cpd, webinar, induction,
    inducted, supervision, appraisal, interview, interviews, interviewed for, appointed, appointment as,
    recruited, recruitment, vacancy, contract, probation, job, jobs, role, rota, rotas, shift, shifts, cover,
    covers, covering, covered, timetable, workload, standard, standards, cover for, ppa, duty, deadline, due,
    overdue, maternity, paternity, annual leave, on leave, sick leave, off sick, is off, was off, been off, is
    away, was away, on holiday, part time, works mornings, works part, only works, in on, back on, back next,
    back in january, back after, starts on, starts in, starts next, starts monday, starting in, starting on,
    started in, started on, joins us, joined us, has left, left us, left the trust, left the school, left in,
    retired, retires, resigned, new starter, new starters, new role, on a course, working from home, acting,
    interim, seconded, check, checks, checked, checking, confirm~, complete~, finish~, sign off, signed off,
    signs off, sign it, to sign, has signed, signed it, sign, signature, approve~, update~, review~, submitted,
    submit, chase~, chasing, reply, replied, replies, remind~, forward~, circulat~, share~ drive, respond~, re
    sent, resent, asked for, ask him/her/them, so i asked, get/got hold, hold of, try again, swap with, knows
    more, works monday/mondays/tuesday/tuesdays/wednesdays/thursdays/fridays, new chair, ask again, asked twice,
    asked again, will ask, ill ask, sorting it, sorted it, sort it, looking into it, look into it, on it, let
    you know, get back to, will do, hell do, shell do, will check, will send, will sort, going to do, done it,
    did it, done this, did this, doing it, done that, has done, have done, already done, read it, has read, read
    part, have read, wrong person, not my, isnt my, responsible, in charge, meeting, meetings, briefing,
    assembly, governor, governors, governing body, trust, slt, lscp, ofsted, inspector, inspection, hr, finance,
    it support, technician, parents evening, newsletter, letter, letters, consent, contact details, contacts,
    ratio, ratios, risk assessment, first aid, first aider, trip, trips, residential, coach company, catering,
    menu, menus, canteen queue, lunch menu, sports day, fixture, fixtures, club, clubs, play rehearsal, concert,
    fete, photocopying, display, displays, poster, posters, wall display, chairs, tables, shelves, cupboard,
    bins, cleaning, cleaners, toilet block, toilet doors, toilet seat, tap, taps, soap, blinds, heating in,
    radiator, air con, playground markings, mats, benches, pond, hedge, tree, trees, pitch, bike, bikes, bike
    shed, scooters, uniform, lost property, football, goal, goals, library, homework, exam, exams, mocks, gcse,
    results, attendance figures, off roll, on roll, destination, school council, prefect, prefects, head boy,
    head girl, play leaders, awards, prize, cake sale, charity, votes, voted, vote, designed, won, winner,
    competition, rehears~, performed, replacement, payroll, sheet, sheets, filled in, fill in, filled it, the
    walk, no walk, site walk, learning walk, bulb, bulbs, opened it, open it, bin, bins emptied, emptied,
    fitted, food tech, sick on, sick today, do we need, wiped, logo, half term, after easter, by easter, at
    easter, after christmas, the board, hq, head office, spelling, typo, wrong sheet, wrong link, her day off,
    his day off, days a week, non working, phase leader, subject, department, dept, faculty, insured, insurance,
    mileage, allowance, salary, notice, handover, hand over, photocop~, scan it, scanned, in post, in the post,
    post box, postal, toner, ink, wording, bulletin, staffroom, staff room, kettle, union, strike, parking,
    permit, taxi company, route, bus stop, signage, whiteboard, socket, plug, pat tested, fuse, wiring, plumber,
    electrician, joiner, painted, painting, tarmac, gritted, salted, ladder, loft, basement, bin store, skip,
    fly tipping, drains, drain, boiler man, lift man, alarm man, fence man, locks up, opens up, locked up, to
    stop, report to, my bad, the message, get on with, the
    1st/2nd/3rd/4th/5th/6th/7th/8th/9th/10th/11th/12th/13th/14th/15th/16th/17th/18th/19th/20th/21st/22nd/23rd/24th/25th/26th/27th/28th/29th/30th/31st,
    gate duty, break duty, has/have/had/need/needs to do it, first aided, parents told/informed, walked it, with
    him/her/them now, juniors, who he/she meant, on his/her file, coat was, bike by, says he/she/they has/have
    to`,
} as const;
