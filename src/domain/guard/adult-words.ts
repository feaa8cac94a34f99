/**
 * What people write when an adult who works or helps with children may have done wrong, as groups of words.
 * The rule: as in child-words. An adult is one person here: "staff" and "teachers" as such are what audits are about.
 */
export const ADULT_WORDS = {
  /** One adult, by a role. People with a title, and known staff, are added by the reader. */
  adult: `
    worker, play worker, playworker, club worker, someone in the office/kitchen/team, somebody in the
    office/kitchen, person in the office, office lady, it technician, lab technician, staff members, another
    adult, adult helper, team member, member of the/our kitchen/site/nursery/pe/office/team/senior, one of
    the/our midday/kitchen/site staff/team, someone on staff, pe staff, kitchen staff member, staff nurse,
    teacher, ta, teaching assistant, lsa, hlta, coach, tutor, form tutor, caretaker, site manager, premises
    manager, cook, chef, dinner lady, midday, midday supervisor, mds, lunchtime supervisor, msa, cleaner,
    governor, volunteer, head, headteacher, head teacher, deputy, deputy head, principal, executive head, ceo,
    dsl, member of staff, members of staff, staff member, supply, supply teacher, colleague, receptionist,
    instructor, trainer, swimming teacher, music teacher, piano teacher, guitar teacher, student teacher,
    trainee, trainee teacher, bus driver, taxi driver, driver, escort, chaperone, nursery nurse, practitioner,
    key worker, keyworker, key person, room leader, senco, technician, librarian, priest, vicar, youth worker,
    invigilator, contractor, agency worker, agency, cover teacher, cover supervisor, pastoral lead, learning
    mentor, mentor, apprentice, peri, peripatetic teacher, sports leader, club leader, after school club leader,
    one of the staff, one of our staff, one of my colleagues, one of the tas, one of the teachers, one of our
    tas, someone on the staff, somebody on the staff, someone who works here, a parent helper, parent helper,
    parent volunteer, parent governor, chair of governors, head of year, assistant head, slt member, pe teacher,
    english teacher, maths teacher, science teacher, drama teacher, art teacher, class teacher, childminder
    assistant, nursery worker, crossing patrol, lollipop man/lady, photographer, another member of staff, ect,
    nqt, pgce student, work experience student, tutor from, one to one, 1 to 1, teachr, techer, teecher, coahc,
    bloke from the, chaplain, matron, houseparent, housemaster, housemistress, visiting speaker, sports coach,
    football coach, staff memeber, school nurse, lunchtime lady, dinner ladies, site lead, office manager,
    business manager, line manager, manager, my manager, nursery manager, premises officer, violin teacher,
    keyboard teacher, art technician, a volunteer, reading volunteer, volunteer reader, agency nurse, nurse,
    agency staff member, person from, ta in, one of the
    volunteers/coaches/midday/cleaners/governors/nursery/lunchtime/caretakers/kitchen, one of our
    volunteers/coaches/governors/nursery/cleaners/pe/supply, scout leader, dance teacher, gym coach, coach
    driver, rugby coach, gymnastics coach, swim coach, tennis coach, choir leader, church, crossing warden,
    kitchen assistant, male teacher, female teacher, maths tutor, sendco, head of, another teacher, another ta,
    student on placement, his/her teacher, his/her tutor, his/her coach, his/her ta, an/some adult, one of the
    adults, chair of govs, chair of the, trustee, hod, site man, site guy, lunchtime assistant, lab tech, it
    tech, one of the/our
    cooks/drivers/escorts/admin/lsas/tutors/trainees/governors/club/breakfast/agency/office/lunch/cover/supply,
    someone/somebody on the/our/my team, one of my/the team, who volunteers, who works here, works here, who
    helps at/in/out/with, who runs the, who comes in to, author, poet, peer mentor, lunchtime staff, club lead,
    play leader, activity leader, his/her piano/violin/swimming/football/dance teacher/coach, trip leader,
    school/our counsellor, therapist, physio, premises guy, it guy, it support guy, it lad, club man, dinner
    man, site team member, chemistry/science/lab/dt tech, assistant, secretary, administrator, bursar,
    registrar, group leader, holiday club leader, breakfast club lady, crossing lady, lollipop,
    guy/man/bloke/woman/lady from/who runs/helps/does/drives, works in the kitchen/office, works with
    the/children/kids, exam/exams officer, attendance/welfare/family/education officer, officer, pastoral
    support, pastoral manager, boarding master/tutor, dorm parent, warden, gap student, au pair, ski instructor,
    lifeguard, referee, umpire, scout/cub/brownie/guide leader, imam, rabbi, teaching student, peri teacher, ed
    psych, psychologist, dsl herself, dsl himself, the leader, club leaders, a man from, head master,
    headmaster, headmistress, cover lady, cover man, lunch lady, lunch man, the lady/man who, the mentor,
    minibus driver, bus escort, one of the/our/my/your
    teachers/tas/coaches/drivers/cooks/cleaners/governors/volunteers/tutors/technicians/supervisors/assistants/lsas/caretakers/nurses/trainees/helpers/leaders/instructors/staff/colleagues/team/ladies/deputies,
    one of the/our
    midday/supply/music/pe/cover/club/lunch/lunchtime/kitchen/dinner/office/support/student/agency/after/swimming/bus/taxi/classroom/reading/parent/nursery/new/science/maths/english/senior,
    club helper, holiday club helper, helper, lunch supervisor, lunch supervisors,
    piano/guitar/drum/violin/dance man/lady, nursery lead, room lead, porter, kitchen porter, groundsman,
    groundskeeper, gardener, cover sup, cover sups, taxi man, bus man, bus lady, one of the fosters, head chef,
    sous chef, catering manager, gap tutor, activity instructor,
    music/maths/art/pe/science/english/curriculum/subject/phase lead, someone/somebody/person in slt/leadership,
    works in the nursery, member of our team, one of the slt, a senior leader, senior leader`,
  /** A team of adults: enough only where one child is at the other end. */
  adults: `
    lunch/kitchen/office/nursery/site/cleaning/midday/agency/supply/club/boarding/support/reception/pe staff,
    lunch/kitchen/office/nursery/site team, tas, midday supervisors, two staff, some staff`,
  /** Hands where they should not be. */
  contact: `
    look/looks/looking/looked down/up/at her/his/their/my/the/girls
    top/tops/skirt/skirts/legs/chest/bum/body/boobs, hand/hands on/round/around/up/under/over/in/down
    his/her/my/their/a/the, arm/arms round/around
    his/her/my/their/a/the/pupil/child/girl/boy/girls/boys/children/kids/pupils/student/students, hands/hand all
    over, hands on, hit someone/somebody/one/a, on his/her/my lap, on my leg/thigh/bum, too close to,
    sits/sitting with his/her, kiss/kissed me/her/him,
    touched/touches/touching/grabbed/grabs/hugged/hugs/hugging/tickles/tickled/strokes/stroked/hits/hit/hitting/slapped/shouted/messages/messaged/messaging/texts/texted
    me/her/him/them, hand/hands was/were/is/are/resting on/round/around/in/under, did to him/her/me/them`,
  /** The name for a small wrong of an adult. */
  lowLevel: `
    low level concern, llc, nagging doubt, lado referral, lado referrals, lado case, lado involvement, lado
    strategy, referred to lado, referred to the lado, referral to lado, referral to the lado, allegation,
    complaint, disciplinary, gross misconduct`,
  /** What adults do with children in the ordinary way. */
  witnessing: `
    said, says, reported, reports, noticed, notices, saw, sees, found a, found the, spotted, heard, overheard,
    thinks, believes, mentioned, logged, logs, raised, flagged, dealing, dealt, supports, supporting, supported,
    support, help~, supervise~, treated, treats, comfort~, calmed, interviewed, aware, worried, concerned, rang,
    wants, looked after, looks after, teach~, taught, checks, checked, knows, know, has told, told me, told us,
    recorded, recorded that, confirmed, passed on, picked up, escorted, spoke to, speaking to, is with, sitting
    with, working with, works with, who has, for a, for each, for any, for every, for one, with a pupil, gave
    first aid, first aid, meets, met with, meeting with, signed, to the office/nurse/library/medical/hall, in
    at, back at, back to, collected, met the, sent to, walk, walks, lets pupils/children/everyone/kids/them in,
    takes/took the kids/children/pupils back, asked the boys/girls/lads to`,
  /** To do with a child what an adult may not; needs a child at the other end. */
  crossing: `
    voice notes, voice note, on his/her knee, made a child/boy/girl/pupil/kid, makes a child/boy/girl/pupil/kid,
    private tuition, outside school, outside of school, for coffee, in the pub, to the pub, party, cruel,
    cruelty, unkind, spiteful, strapped, left in, kept in, kept behind, stays behind, searched, patted, broke,
    belittle~, demean~, taunt~, tease~, insult~, bellow~, snap~ at, lash~ out, hurl~, fling, flung, wrench~,
    squash~, trap~, shut~, starve~, withheld, withhold~, smack~, slap~, thump~, clip~, prod~, poke~, flick~,
    ruffle~, caress~, nuzzle~, peck~, stroke~, fondle~, invite~, selfie, selfies, livestream, sext~, meet~ up,
    meeting a, meeting up, met a, private chat, group chat with, xbox, playstation, fortnite, roblox, gaming
    with, alone with, on his/her/their own with, one to one with, behind a closed door, behind closed doors,
    door closed, door shut, door locked, gave a lift to, gave a lift, giving a lift, gives a lift, giving lifts,
    gave him/her a lift, gives him/her a lift, offered a lift, lift home, drove home, drove him/her, drives
    him/her home, took home, take home, in his/her car, car alone, back to his/her house, round to his/her
    house, to his/her flat, at his/her house, texted, texting, texts, messaged, messaging, messages, messages
    from, dmd, dms, dming, snapchat, snapchatting, on snapchat, whatsapp, whatsapping, instagram, insta, tiktok,
    facebook, added on, friend request, friended, followed on, following on, liking photos, likes photos,
    private messages, personal number, phone number to, his number, her number, emails at night, video call,
    photo of, photos of, photographs of, photographing, pics of, pictures of, picture of, videos of, video of,
    videoed, videoing, filming, filmed, recording, recorded, on his/her own/personal phone, on his/her phone,
    own phone, personal phone, personal mobile, own mobile, hugs, hugged, hugging, kiss, kissed, kissing,
    tickles, tickled, tickling, cuddled, cuddling, cuddles, stroked, stroking, strokes, massaged, massaging,
    lap, on his/her lap, touched, touching, touches, touchy feely, groped, groping, rubbed, rubbing, rubs,
    brushed against, up against, too close, sits too close, standing too close, watching, watched, staring,
    stares, stared, peering, walked in on, getting changed, changing, shouted, shouting, shouts, screamed,
    screaming, screams, yelled, yells, yelling, swore, swearing, swears, sworn, bellowed, humiliated,
    humiliating, humiliates, belittled, belittles, belittling, mocked, mocks, mocking, called a, called him/her,
    calls him/her, calls them, called them, called the, stupid, thick, fat, idiot, useless, names, nasty, picked
    on, picks on, picking on, bullied, bullies, bullying, intimidating, intimidated, threatened, threatens,
    threatening, made fun of, makes fun of, sarcastic, laughed at, laughing at, in his/her face, racist, racial,
    slur, homophobic, sexist, grabbed, grabbing, grabs, dragged, dragging, drags, pushed, pushing, pushes,
    shoved, shoving, shoves, pulled, pulling, pulls, yanked, yanking, yanks, pinned, restrained, restraining,
    restraint, manhandled, manhandling, rough with, rough, heavy handed, handled, handling roughly, roughly,
    force fed, forced, shook, shaking, shake, threw, throwing, throws, locked, lock, shut in, left outside, sat
    on, held down, held, holding down, lifted, squeezed, twisted, prodded, poked, frogmarched, ripped, clipped,
    tapped, gift, gifts, presents, present, sweets, money, gives sweets, buying, bought, favourite, favourites,
    favouritism, favouring, special attention, flirting, flirts, flirty, flirted, comments about, comment about,
    joke about, jokes about, how sexy, pretty, gorgeous, fit, sexy, legs, her body, sexual, secrets, secret,
    drink, vape, vapes, cigarettes, alcohol, porn, left unattended, left alone, unsupervised, asleep, ignored,
    ignoring, refused, refusing, told to keep, not let, wouldnt let, wont let, denied, denying, makes stand,
    made stand, punished, punishing, personal email/mobile/snap/insta/account, over his/her/their head, a
    tenner, a fiver, a twenty, bets, betting, did to her/him/them/me, girls/boys
    photos/pictures/pics/videos/images/webcams/underwear/bodies/breasts/bags,
    photos/pictures/images/folder/videos/pics of girls/boys/children/pupils/kids`,
  /** Wrong in an adult by itself. */
  wrong: `
    handsy, too hands on, hands on with, too touchy, touchy feely, in trouble with the police, known to police,
    walk~ into girls/boys/the girls/boys, ignored it, ignored me, ignored him, knew about it, knew and, didnt
    act, did not act, did nothing, does nothing, wont act, wont do anything, isnt doing anything, not taking it
    seriously, refused to refer/report/act, protecting him/her, bad feeling, bad vibes, near children, around
    children, should be near, around kids, near kids, safe around, fancies, fancied, fancy her/him, asleep,
    perving, letch, lech, weirdo, weird around, odd around, strange around, strange with, funny around, funny
    with, not right about, something about, behaviour with, conduct with, behaving oddly, close to a, close
    with, obsessed with, alone with, drunk, been drinking, drinking before, drinking at, drinks at, smokes weed,
    smoking weed, dealing, hungover, smelt of alcohol, smells of alcohol, smelled of alcohol, smelling of
    alcohol, smelt of drink, smelling of drink, smells of drink, smelt of booze, smells of booze, smell of
    alcohol, smell alcohol, stank of, stinks of, under the influence, on drugs, taking drugs, smelt of weed,
    smelt of cannabis, smells of weed, stoned, inappropriate, inappropriately, creepy, creeps, creeped, gives me
    the creeps, perv, pervert, pervy, paedo, paedophile, pedo, paedophilia, grooming, groomed, flirting with,
    flirty with, flirts with, in a relationship with, relationship with a, relationship with one of, seeing a,
    dating a, sleeping with, slept with, affair with, having sex, sex with, kissing a, kissed a, indecent
    images, child porn, porn on, watching porn, sexual comments, sexual jokes, sexual relationship, arrested,
    charged, convicted, conviction, caution for, cautioned, police investigation, investigated, under
    investigation, suspended, allegation against, allegations against, allegation about, allegations about,
    allegation of, accused, accused of, misconduct, overstepped, over stepped, crossed the line, crossed a line,
    crosses the line, boundaries with, no boundaries, poor boundaries, professional boundaries with, over
    familiar, overfamiliar, over friendly, overly friendly, overly familiar, too familiar, too friendly,
    unhealthy interest, too interested, hit a, hits a, hitting a, slapped a, smacked a, grabbed a, pushed a,
    kicked a, punched a, shouted at a, screamed at a, swore at a, dragged a, hurt a, rough with a, touched a,
    uncomfortable, makes uncomfortable, feel uncomfortable, feels uncomfortable, harmed, abused, abusing,
    assaulted, assaulting, lied about his/her conviction/caution/dbs, lied on, domestic violence, domestic
    abuse, child taken into care, hit his/her child/son/daughter/kids/children, far right, extremist, covered it
    up, covering up, covering it up, covered up, cover up, hushed up, swept under the carpet, swept it under, brushed under
    the carpet, brushed it under, did nothing about, does nothing about, turned a blind eye, told us to keep
    quiet, told us not to report, told me not to report, told me to keep quiet, told me not to say, told
    me/us/them/staff not to record/report/log/write/mention/refer, told not to report, told not to record, told
    us not to record, not to log it, low level concern about, low level concern re, low level concern against,
    llc about, llc re, low level concern on, referred to the lado, lado referral for, lado referral about, lado
    referral re, reported to lado, reported to the lado, report to lado, reporting to the lado, lado about, lado
    re, lado involved, sacked for, dismissed for, sacked from, left his/her last school, under a cloud, history
    of, barred, on the barred list, disclosed a conviction, disclosed a caution, dbs came back with, dbs shows,
    dbs has a, disqualified, reputation for, told us/me/them/staff not to
    ring/call/contact/phone/involve/pass/put/tell/make, say nothing, said to keep it, keep it out of, keep this
    quiet`,
  /** Somebody speaks of an adult with unease; the adult follows. */
  unease: `
    want to report, need to report, reporting a, report a, complain~ about, make a complaint about, formal
    complaint about, raise a concern about, flag~ a concern about, tell you about, speak about, something to say
    about, worried about, concerned about, concern about, concerns about, concern re, concerns re, concern
    regarding, concerns regarding, allegation about, allegation against, allegations against, allegations about,
    complaint about, complaint against, complaints about, complained about, uncomfortable about, uncomfortable
    around, uncomfortable with, uneasy about, unhappy about how, dont trust, doesnt trust, something off about,
    nagging doubt about, bad feeling about, suspicious of, low level concern about, low level concern re, scared
    of, frightened of, afraid of, terrified of, hates, report about, report on, gut feeling about, creeped out
    by, touched by, hit by, hurt by, grabbed by, shouted at by, pushed by, slapped by, kissed by, abused by,
    assaulted by, messaged by, texted by, groomed by, bullied by, threatened by, picked on by, humiliated by,
    restrained by, raped by, dragged by, manhandled by, sworn at by, screamed at by, being messaged by, followed
    by, allegation re, crush on, relationship with, sleeping with, seeing, alone with, messages from, texts
    from, pictures from, photos from, gifts from, hands on the way, behaviour of, conduct of, rumours about,
    rumour about, way`,
} as const;

/** Before a surname. Those in the second list are words as well. */
export const TITLES = new Set('mr mrs ms mx mister'.split(' '));
export const TITLES_OR_WORDS = new Set(
  'miss dr sir coach rev revd fr father pastor imam nurse sister'.split(' '),
);
/** An adult straight after one of these was told of it, and did not do it. */
export const RECEIVING = new Set(
  'told tell telling informed inform emailed asked ask phoned rang spoke speak notified alerted updated thanked contacted let'.split(
    ' ',
  ),
);
/** As above, where "to" or "with" stands between. */
export const RECEIVING_TO = new Set(
  'reported report reporting passed pass passing flagged logged log raised raise sent send handed hand gone went go speak spoke talk talked said say mentioned disclosed'.split(
    ' ',
  ),
);
