/**
 * What makes a remark ordinary: phrases that only look like a concern, talk of training and policy, and the words of
 * who teaches whom.
 * The rule: an everyday phrase is taken out before anything else is looked for; talk of training weakens only those
 * signs that name nobody and that nobody saw for themselves.
 */
export const CUE_WORDS = {
  /** Talk of training, policy, teaching and papers. */
  topic: `
    training, trained, retrained, trainer, policy, policies, procedure, procedures, protocol, protocols, poster,
    posters, pshe, rshe, rse, workshop, workshops, briefing, briefed, quiz, scenario, scenarios, case study,
    case studies, inset, cpd, course, courses, module, modules, webinar, leaflet, leaflets, guidance, kcsie,
    curriculum, refresher, elearning, e learning, role play, awareness, questionnaire, flowchart, handbook,
    toolkit, taught about/to/how/that/in/pupils/children/about, teach
    about/children/pupils/them/how/the/staff/kids/year, teaching about/of/on/staff, talk about, risk assessment,
    workbook, charity, nspcc, part one, annex, refreshed, know how, knows how, know what, knows what, guide,
    booklet, code of conduct, checklist, bulletin, induction, statement of, helpline, test account, test words`,
  /** Weaker talk, which an allegation may speak of too. */
  theme: `
    assembly, assemblies, lesson, lessons, display, displays, unit on/of, units on, form, forms, template,
    templates, session, sessions, theme, bullying/safety/friendship/awareness/book/wellbeing/respect week,
    video, videos, pack, packs, covered, covers, discussed, discussion, duty, survey, search, searches, test,
    tested, website, newsletter, resource, resources, programme, slides, slide, agenda, reviewed, review,
    reminder, reminded, reminders, filter, filters, filtering, blocked, monitoring, keyword, keywords, audit,
    audited, examples, example, certificate, theatre, campaign, talks on/by/from/for/in/with, talk on, know
    that, understand, understands, drill, script, visitor from, speaker, talk from/by, came to talk, had the
    talk, the talk, had talks, a talk about/on/from, visited to talk, in to talk`,
  /** What one would do, not what was. */
  hypothetical: `
    if a, if any, if the child, if a child, if he, if she, if someone, if somebody, if they, if pupils, if
    children, if students, if one of, should a, in case a, in case of, any child, any pupil, any student, any
    adult, each child, every child, every pupil, each pupil, whether a, whether any, what to do, what to say,
    how to respond, how to report, how to spot, how to tell, who to tell, who to go to, who to talk to, who to
    speak to, would tell, would do, would report, would speak, could tell, can tell, should tell, should report,
    must report, must not, should not, knows who, know who, signs of, indicators of, spotting, recognising,
    types of, forms of, prevent, preventing, prevention, such as, for example, eg, no reports of, no cases of,
    no concerns, none reported, zero, nil, staff asked, asked staff, staff know, staff knew, all staff, unsure
    what, what if, made up, imaginary, fictional, hypothetical, example of, anonymous, anonymised, in general,
    generally, expected to`,
  /** Who leads, teaches or covers: the name beside is a grown-up's. */
  leads: `
    update~, check~, sign~, book~, run~, manage~, monitor~, observe~, deliver~, supervise~, complete~, review~,
    attend~, organise~, arrange~, order~, chase~, email~, print~, teaches, teach, teaching, taught, teacher,
    form tutor, tutor for, tutor is, cover, covers, covered, covering, lead, leads, led, leading, ta, tas,
    supply, briefed, brief, delivered, delivers, delivering, deliver, trained, training, runs, ran, running,
    supervises, supervised, observed, observes, monitors, monitored, updated, checked, signed off, signed,
    completed, booked, chair, chairs, chaired, manages, by, governor, staff, lsa, hlta, assistant, senco,
    coordinator, head of, author, publisher, with ta, deputy, dsl, ddsl, hod, responsible, responsible for, in
    charge, owner, rota, duty, to do, to check, to lead, to cover, certificate, dbs, induction, appraisal,
    interview, references, contract, off sick, maternity, trip leader, lanyard, first aider, first aid`,
  /** Taken out before anything else is looked for. */
  everyday: `
    child protection policy, child protection policies, child protection training, child protection file, child
    protection files, child protection lead, child protection team, child protection officer, child protection
    procedures, child protection course, child protection conference dates, child protection update, child
    protection refresher, child on child, child on child abuse, pupil premium lead, pupil premium strategy,
    pupil voice, pupil voices, student voice, student council, school council, pupil council, pupil leadership,
    pupil progress, pupil interviews, pupil survey, pupil surveys, student survey, student planner, student
    planners, student services, pupil records, pupil data, pupil files, pupil referral unit, pupil password,
    pupil passwords, student passwords, student login, student logins, pupil devices, student devices, pupil
    device, pupil toilets, student toilets, boys toilets, girls toilets, boys toilet, girls toilet, boys
    changing room, girls changing room, boys changing rooms, girls changing rooms, boys and girls, boys school,
    girls school, girls football, boys football, boys pe, girls pe, student teacher training, head boy, head
    girl, kid gloves, baby room, baby rooms, baby unit, baby changing, child care, child friendly, child safe,
    child seat, child seats, child gate, child proof, child line, child exploitation training, child missing
    policy, child minder, student support, parents evening, parents evenings, parent evening, parents
    information, parent portal, parent pay, parent mail, parent survey, parents survey, parent forum, parent
    council, parent app, parent contacts, parents workshop, parent workshop, parent governor election, parent
    governor vacancy, mothers day, fathers day, father christmas, grandparents day, sister school, brother
    printer, uncle sam, uncle bens, nan bread, no concerns, no concern, any concerns, any concern, concerns log,
    concern log, concern form template, concern forms, concerns form, cause for concern forms, how to raise
    concerns, raise concerns, raise a concern, raising concerns, report concerns, report a concern to, reporting
    concerns, recording concerns, record concerns, concerns raised, concerns policy, no allegations, no
    allegation, allegations policy, allegations against staff, allegations against adults, managing allegations,
    allegations procedure, allegation procedure, allegations log, low level concerns, low level concern policy,
    low level concern form, low level concern forms, no low level, whistleblowing, hit target, hit the target,
    hit targets, hit our target, hit the deadline, hit deadline, big hit, hit by charges, kick off, kicks off
    at, kick off meeting, kicked off with, beat the bug, drum beat, punch holes, hole punch, hole punches, push
    button, push bar, push pad, push bars, push plate, pushed back, push back, pushed to, pushed for, push for,
    pushed out to, push notification, push notifications, pushed update, pushing for, grab bag, grab bags, grab
    pack, grab rail, grab rails, grab handle, shake up, throw away, thrown away, burn out, burnout, burns kit,
    burn kit, burns cream, burns dressing, burns dressings, first aid burns, touch screen, touch screens, touch
    base, touched on, touched base, touches on, in touch, get in touch, touch point, keep in touch, touchpad,
    lock screen, lock down, locked down, locked door, locked drawer, locked cabinet, locked cupboard, locked
    filing, locked office, locked away, locked at, locked during, locked and, locked by, locked when, kept
    locked, is locked, was locked, are locked, were locked, not locked, left unlocked, clear cut, cut off, cut
    back, cut down, cut out, cut key, cut keys, key cut, keys cut, cuts to, budget cuts, budget cut, short cut,
    power cut, grass cut, hedge cut, marked as, mark book, mark as, marking policy, marked present, mark
    registers, registers marked, question mark, question marks, mark scheme, check mark, good mark, full marks,
    high marks, landmark, bench mark, mark up, mark sheets, back to back, back up, backs up, back gate, back
    door, back doors, back entrance, back office, back field, back stairs, back fence, back in, back on, back
    from, back to, back at, back by, came back, go back, going back, get back, got back, sent back, call back,
    called back, back of the, hand over, handed over, hand washing, hand dryer, hand dryers, on hand, hand out,
    hand outs, hand held, hand book, hand sanitiser, second hand, by hand, first hand, face to face, head count,
    head counts, head office, heads up, arms length, eye test, eye tests, eye wash, leg room, broken link,
    broken links, broken lock, broken latch, broken fence, broken gate, broken glass, broken window, broken
    door, safe and secure, drug testing, drinks machine, soft drinks, hot drinks, cold drinks, drinks bottle,
    drinks bottles, drinks fridge, drinking water, water drinking, drinking fountain, knife crime, knife arch,
    gun crime, missing from, missing page, missing pages, missing signature, missing signatures, missing dates,
    missing date, missing records, missing evidence, missing names, missing key, missing keys, missing fob,
    missing entries, missing badge, missing badges, missing lanyard, missing children policy, missing child
    policy, missing child drill, missing child procedure, missing pupil procedure, missing pupil drill, children
    missing education, children missing, cme policy, crying out, scared straight, family link, police check,
    police checks, police liaison, police visit, police officer visit, community police, police talk, court date
    for school, tennis court, basketball court, netball court, netball courts, tennis courts, court yard, mental
    health lead, mental health first aid, mental health first aider, mental health week, mental health award,
    mental health champion, mental health training, senior mental health, domestic abuse training, domestic
    abuse charity, domestic abuse awareness, domestic waste, social worker list, early help offer, early help
    hub, early help assessment template, operation encompass lead, operation encompass training, operation
    encompass key, encompass key adult, key adult, looked after children policy, never alone with, not alone
    with, never left alone with, not left alone with, not be alone with, isnt alone with, avoid being alone
    with, avoid being alone, lone working, lone worker, one to one policy, left alone policy, sleeping policy,
    secret santa, secret shopper, happy at home, filming consent, hugs policy, night shift, school nights, at
    night the, alarm at night, locked at night, site at night, drop in, no injuries, no injury, no near misses,
    accident book, accident form, accident forms, injury log, injury forms, head injury letters, head injury
    letter, head injury policy, bumped head letters, bump notes, bumped head letter, bump letters, bump letter,
    first aid kit, mark on the register, drugs policy, drug policy, drugs education, drug education, drugs
    lesson, drugs awareness, alcohol education, alcohol awareness, alcohol gel, vape detectors, vape detector,
    vape sensors, vaping policy, vape alarms, smoking policy, no smoking, smoke alarm, smoke detector, online
    grooming lesson, grooming training, sex education, relationships and sex, relationships and sex education,
    same sex, sex ed, single sex, sexual harassment policy, sexual harassment survey, sexual violence training,
    dog knife, kitchen knife rack, knife block, hot water, court order list, locked box, locked store, medical
    room, medication policy, medication cabinet, medication cupboard, medication fridge, medication log,
    medicine cabinet, medicine cupboard, asthma register, allergy list, allergy posters, allergy training,
    epipen training, epipen stock, inhalers checked, emergency inhaler, emergency inhalers, spare inhaler, spare
    inhalers, epilepsy training, diabetes training, autism training, adhd training, dyslexia training, send
    review, send register, exclusion policy, suspension data, exclusions data, behaviour log template, behaviour
    policy, uniform policy, attendance policy, attendance letter, referral forms, referral route, referral
    process, referral procedure, referral pathway, referral flowchart, lado contact, lado number, lado details,
    lado training, lado name, lado poster, lado procedure, mash number, mash contact, mash form, mash referral
    form, year group, year groups, year end, one year, each year, every year, last year, this year, next year,
    per year, all year, full year, whole year, academic year, school year, new year, year heads, mum/mums/mother/parent/parents/dad/dads and baby/babies/toddler/toddlers/tots/carers, grabbed me
    at/to/for/after/before/on/in, grab me at/to/for/if/when/before, used to teach/coach/work, family liaison,
    family support, family room, family fun, knife bin/drawer/count/rack/store, worry box/boxes/monster, family
    fund/trust/foundation/learning/day/photo/tree/hub/centre/centres/worker/workers`,
} as const;
