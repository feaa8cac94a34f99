/**
 * More of what is written of a child: want at home, danger, sex, harm to oneself, plans and papers that a child has.
 * The rule: as in child-words. Most of these are also subjects of training and policy, so the signs ask for a child
 * beside them, and for more where the talk is of training.
 */
export const RISK_WORDS = {
  neglect: `
    no food, hungry, starving, not been fed, isnt fed, hasnt eaten, havent eaten, not eaten, hadnt eaten,
    nothing to eat, no breakfast, no tea, no dinner, no lunch again, stealing food, steals food, taking food,
    hides food, hiding food, asking for food, in the bins, dirty clothes, same clothes, same uniform, filthy,
    smells of urine, smells of wee, smells of pee, smells of weed, smells of smoke, smells, smelly, smelling,
    smelling of urine/weed, stinks, unwashed, not washed, no coat, no bed/beds/bedding/cooker/carpet/furniture,
    no shoes, sleeping/sleeps/slept on the floor/sofa/settee, home alone, left alone, alone at home, alone in
    the house, home on his/her own, on his/her own all night/weekend, left on his/her own, by himself/herself at
    home, no heating, no electric, no electricity, no hot water, nits, head lice, unkempt, dirty, soiled, same
    nappy, full nappy, wet nappy, losing weight, lost weight, very thin, underweight, no one at home, nobody at
    home, nobody home, no one home, not collected, wasnt collected, nobody collected, no one collected, cooking
    for, looks after his/her, looking after his/her, caring for his/her, up all night, exhausted, falling asleep
    in, fell asleep in, asleep in class, not picked up, rotten teeth, toothache, eating from, begging for food,
    locked out, hasnt/havent/never/hadnt been fed, stopped eating, not being fed/held/washed/changed, not fed,
    or fed, freezing, food bank, foodbank, malnourished, neglect~, no clean, tummy ache, nappy rash, always
    tired, never fed, never washed, wearing the same, without a coat, without any food, no packed lunch, not
    dressed, barefoot, shivering, medical appointments, missed appointments, missed every, living in the/a/their
    car/van/tent/shed/garage, left in the/a car/pub/van/house/park/flat/bath, no recourse, flip flops, weight
    dropping, paeds, wont engage, dont engage, not engaging, not brought, was not brought, out till midnight,
    out until midnight, till midnight, until midnight, on the streets, out all night, one pair of,
    hasnt/wasnt/isnt/not been picked/collected/fetched, been picked up, been collected, covered in
    cat/dog/wee/poo/flea/fleas`,
  /** Of a child who is not where they should be; of a badge it is ordinary. */
  gone: `
    missing, still/been/is/was/went/gone/reported missing, never came home, didnt come home, not come home, not
    seen since, not been seen, hasnt been seen, disappeared, gone/went/goes/going/run/ran off with`,
  /** Somebody nobody knows, near children. */
  stranger: `
    a man, strange man, unknown man, unknown male, unknown adult, an older man, man in a, white van, some bloke,
    a bloke, older men, a stranger, adult male, random man, some man, some guy, a guy, older guy, older lads,
    20/21/22/23/24/25/26/27/28/30 year old, in his twenties, in his 20s/30s/40s`,
  /** Done to somebody. */
  suffering: `
    being/been/bein/getting/gets/get/getting/is/was
    abused/hit/hurt/beaten/bullied/groomed/neglected/exploited/starved/threatened/blackmailed/touched/assaulted/raped/molested/smacked/slapped/punched/kicked/trafficked/harmed/mistreated/controlled/followed/attacked/stalked/harassed/radicalised/beat/battered,
    beaten up, beat up, jumped, picked on, being/been/getting/got/is/was
    cut/burnt/drugged/spiked/filmed/sold/tied/shaken/choked/strangled/pimped/used/forced/made`,
  /** A grown-up's trouble that falls on a child. */
  danger: `
    drunk, drinking, drinks, drugs, drug, heroin, cocaine, crack, weed, cannabis, domestic, domestic
    abuse/violence, police, arrested, prison, jail, knife, gun, kicked out, kicked him/her out, thrown out,
    threw him/her out, fighting, fights, rowing, screaming, overdose, using again, dealing, refuge, restraining
    order, non molestation, evicted, homeless, hostel, sleeping rough, passed out, unconscious, violent, stoned,
    smoking weed, suicidal, suicide, died, ended her/his life, moved in, angry, horrible, mean, nasty, bailiffs,
    released from prison, getting out of prison, out of prison, custody, court, sectioned, mental health, locks,
    locked, social services, social worker, sent to pakistan/somalia/abroad, taken abroad, take him/her abroad,
    jealous, smashed, smashing, broke the, attacks, controls, high, high on, smelt of drink, smelling of
    alcohol, smells of alcohol, smelt of alcohol, on drugs, track~ him/her, stalk~, turns up wherever, follow~
    him/her everywhere, smell/smells/smelt/smelled/smelling/stinking/stinks/stank/reeks/reeking of
    alcohol/drink/booze/beer/lager/wine/vodka/whisky/gin/cider/spirits/weed/cannabis/dope`,
  /** What a child may be drawn into or have done. */
  peril: `
    knife, blade, weapon, gang, gangs, county lines, drugs, drug, weed, cannabis, ket, vape, vaping, vapes,
    dealing, running drugs, carrying, nudes, nude, nude pic/pics/photo/photos/picture/pictures/image/images,
    naked, sexting, dick pic, dick pics, porn, pornography, sexual, sexually, sex, having sex, sexualised,
    inappropriate touching, pregnant, pregnancy, groomed, grooming, trafficked, exploited, exploitation, fgm,
    forced marriage, be married, get married, getting married, marry, cutting season, honour based, radicalised,
    isis, far right, extremist, extremism, left the country, leave the country, gone abroad, taken him/her to,
    taken them to, gun, run away, ran away, running away, runs away, absconded, ran off,
    video/videos/photo/photos/pic/pics/pictures/picture/clip of a girl/boy/child/pupil/student, undress~, ran
    out of school, left site, left the site, climbed the fence, climbed over, found by the, stoned, collapsed,
    unconscious, paracetamol, ibuprofen, overdose, a and e, in hospital, to hospital, ambulance, stabbed, acid,
    fighting, threats, threatened, cried, suicidal, older man, older men, older boyfriend, older lad, man
    online, someone online, stranger online, man in a car, met online, met a man, gave him/her money, new phone,
    new trainers, expensive gifts, unexplained money, blackmail, blackmailed, sextortion, sent a picture/photo,
    sent pictures/photos, send pictures/photos, upskirting, upskirted, down his/her trousers/pants, up her
    skirt, private parts, privates, period products, morning after pill, pills, tablets, alcohol, drunk, vodka,
    smoking, self neglect, abortion, miscarriage, pulled his/her trousers, taken to
    africa/somalia/pakistan/nigeria/gambia, cut down there, down below, catfished, snapchat, asylum, witchcraft,
    possessed, exorcism, spirits, bullied, being bullied, racist, called him/her a, sexual harassment, harassed,
    harassing, initiation, dares, strangulation`,
  /** Stops the text by itself, unless it is talk of training. */
  selfHarm: `
    kill/killing/hurt/hurting/harm/harming/cut/cutting/cuts/harms/hurts/kills/starve/starving/starves
    himself/herself/themself/themselves/myself/hisself, killing themself, wants to die, want to die, wanted to
    die, wanting to die, wish/wishes/wished he/she was dead/gone, wish/wishes she/he/they were dead, wants to be
    dead, wished i was dead, doesnt/dont/didnt/dosnt want to be here/alive, doesnt/dont/didnt want to live, does
    not want to be here/live, not want to be here anymore, dont wanna be here, doesnt wanna be here, end it all,
    end it, ending it, end his/her life, end his/her own life, ending his/her life, take/taking/taken/took
    his/her own life, took an overdose, taken an overdose, better off dead, better off without him/her, no point
    living, no point in living, no reason to live, life isnt worth, not worth living, made/makes/making
    himself/herself sick, jump~ off, jump~ in front, vomit~ after, throwing up after, sick after eating,
    purging, hang himself/herself, hanging himself/herself, took pills, taken pills, took tablets, taken
    tablets, took paracetamol, suicide note, goodbye note, cuts on his/her
    arm/arms/wrist/wrists/leg/legs/thigh/thighs, suicidal thoughts, razor blade, sharpener blade, hate/hates
    my/his/her life/body, hates himself/herself/myself, hate myself, want it to stop, want/wants it all to stop,
    cant go on, cant do this anymore, cant take it anymore, wish i was/wasnt, wishes he/she had never, never
    been born, noose, nobody would care, nobody would miss, no one would miss, no one would care, nobody loves,
    no one loves, disappear forever, dont want to live, kms, cutting again, self harming again, nobody would
    notice, no one would notice, cant do it any more, cant do it anymore, cant do this any more, cant cope any
    more, cant take any more`,
  /** As a subject it is ordinary; with a child it is not. */
  selfHarmTopic: `
    self harm, self harms, self harmed, self harming, selfharm, selfharming, suicidal, suicide, cutting, eating
    disorder, anorexic, anorexia, bulimic, overdose, sh, not eating, wont eat, refuses to eat, making sick,
    panic attack, panic attacks`,
  /** Plans, papers and matters that belong to one child: only beside a name, initials or a pronoun. */
  status: `
    cp plan, child protection plan, child protection, cin plan, child in need, cin, cp, case conference,
    strategy meeting, strategy discussion, core group, social worker, social services, social care, early help,
    ehcp, ehc plan, looked after, lac, in care, foster care, foster placement, special guardianship, care order,
    marf, body map, bodymap, chronology, disclosure, concern form, cause for concern, pupil premium, free school
    meals, fsm, send register, sen support, autism, autistic, asd, adhd, epilepsy, epileptic, diabetic,
    diabetes, asthma, asthmatic, allergy, allergic, seizure, seizures, anaphylaxis, medication, medicine,
    inhaler, inhalers, epipen, care plan, health plan, camhs, counselling, counsellor, excluded, exclusion,
    suspended, suspension, detention, isolation, part time timetable, reduced timetable, attendance is, absent
    again, unauthorised, truanting, behaviour log, behaviour plan, incident form, statement, meltdown, kicking
    off, kicked off, bullying, bullied, young carer, wets, wetting, soiling, toileting, nappy, collected by,
    picked up by, picked up from, walks home, walking home, sent home, bumped head, bumped his/her head, head
    injury, fell, fell over, dyslexia, dyslexic, mash, contact order, refugee, asylum, pregnant, not in school,
    hasnt been in, off since, risk assessment, one page profile, safety plan, support plan, iep, pep, pep
    meeting, prohibited steps, changing school, moving school, leaving us, referral, referred, operation
    encompass, encompass, op encompass, police report, mental health, safeguarding concern, missing education,
    cse, cce, prevent referral, channel referral, nudes, self harm, dv, domestic abuse, on a plan, on plan, nut
    allergy, one to one support, his/her behaviour, behaviour, attendance, ran out, walked out, hit, bit, fight,
    fights, fought, fighting, crying, stopped eating`,
  /** A paper of one child's, where a name stands in its title. */
  paper: `
    referral form, incident form, concern form, incident, incident statement, referral, photo of, pic of, fight,
    injury, bruise, arm, annual review, review notes, lac/pep/cin/cp/ehcp/core review/meeting/group, file for,
    file on, files on, chronology for, chronology on, notes on`,
  /** To be uneasy about somebody. */
  worry: `
    worried about, worry about, worried that, really worried for, worried for, concerned about, concerned for,
    concern about, concerns about, concern re, concerns re, concern regarding, concerns regarding, concern for,
    concern over, bad feeling about, something wrong with, something not right with, something isnt right with,
    not right with, nagging doubt about, uneasy about, something off about, gut feeling about, hunch about,
    suspicious of, unhappy about, safeguarding issue with, safeguarding concern with, need to talk about, need
    to speak to someone about, who do i tell about, report a concern, report something about, keeping an eye on,
    keep an eye on, not himself, not herself, have you noticed, can someone check on, check in with, acting
    strange, behaving oddly, acting weird, changed since, gone quiet, gone very quiet, very quiet since, very
    withdrawn, out of character, behaviour has changed, changed a lot, ring/call/see/message/text me about/re,
    update on, any update on, any news on, chat re, catch up about, word about, keep me posted on, whats
    happening with, what is happening with, looking into why, doing about, meeting about, need to report, need
    to pass on, need to tell someone, something a child/pupil/student/boy/girl said, something he/she said, said
    something, told me something, worrying me, bothering me, is worrying, really worrying, dont know what to do
    about, not sure what to do about, talk about, speak about, chat about, talk to someone about, speak to
    someone about, followed up about, safeguarding concern, safeguarding issue, different stories, story doesnt
    add up, story keeps changing, stories dont match, stories dont add up, changed his/her story, gave
    different, unexplained injury/injuries/bruise/bruises/bruising/mark/marks/fracture/burn/burns,
    disclosed/disclosure, made a disclosure, isnt adding up, doesnt add up, not adding up, dont like how he/she,
    something odd, something off, something up with, whats up with, whats wrong with, stopped talking, rumours
    about/of/that, rumour about/of/that, rang/rung/phoned/ringing/phoning about`,
} as const;
