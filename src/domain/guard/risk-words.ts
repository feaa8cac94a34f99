/**
 * More of what is written of a child: want at home, danger, sex, harm to oneself, plans and papers that a child has.
 * The rule: as in child-words. Most of these are also subjects of training and policy, so the signs ask for a child
 * beside them, and for more where the talk is of training.
 */
export const RISK_WORDS = {
  neglect: `no food, hungry, starving, not been fed, isnt fed, hasnt eaten, havent eaten, not eaten, hadnt eaten, nothing to eat,
    no breakfast, no tea, no dinner, no lunch again, stealing food, steals food, taking food, hides food, hiding food, asking for food, in the bins,
    dirty clothes, same clothes, same uniform, filthy, smells of urine, smells of wee, smells of pee, smells of weed,
    smells of smoke, smells, smelly, smelling, smelling of urine/weed, stinks, unwashed, not washed, no coat, no bed, no shoes, sleeping/sleeps/slept on the floor/sofa/settee,
    home alone, left alone, alone at home, alone in the house, home on his/her own, on his/her own all night/weekend, left on his/her own, by himself/herself at home, no heating, no electric,
    no electricity, no hot water, nits, head lice, unkempt, dirty, soiled, same nappy, full nappy, wet nappy, losing weight, lost weight,
    very thin, underweight, no one at home, nobody at home, nobody home, no one home, not collected, wasnt collected, nobody collected,
    no one collected, cooking for, looks after his/her, looking after his/her, caring for his/her, up all night, exhausted,
    falling asleep in, fell asleep in, asleep in class, not picked up, rotten teeth, toothache, eating from, begging for food, locked out`,
  /** A grown-up's trouble that falls on a child. */
  danger: `drunk, drinking, drinks, drugs, drug, heroin, cocaine, crack, weed, cannabis, domestic, domestic abuse/violence, police, arrested,
    prison, jail, knife, gun, kicked out, kicked him/her out, thrown out, threw him/her out, fighting, fights, rowing, screaming, overdose, using again, dealing,
    refuge, restraining order, non molestation, evicted, homeless, hostel, sleeping rough, passed out, unconscious, violent, stoned, smoking weed,
    suicidal, suicide, died, ended her/his life, moved in, angry, horrible, mean, nasty, bailiffs, released from prison, getting out of prison, out of prison,
    custody, court, sectioned, mental health, locks, locked, social services, social worker, sent to pakistan/somalia/abroad, taken abroad, take him/her abroad,
    jealous, smashed, smashing, broke the, attacks, controls, high, high on, smelt of drink, smelling of alcohol, smells of alcohol, smelt of alcohol, on drugs`,
  /** What a child may be drawn into or have done. */
  peril: `knife, blade, weapon, gang, gangs, county lines, drugs, drug, weed, cannabis, ket, vape, vaping, vapes, dealing, running drugs, carrying,
    nudes, nude, nude pic/pics/photo/photos/picture/pictures/image/images, naked, sexting, dick pic, dick pics, porn, pornography, sexual,
    sexually, sex, having sex, sexualised, inappropriate touching, pregnant, pregnancy, groomed, grooming, trafficked, exploited, exploitation,
    fgm, forced marriage, be married, get married, getting married, marry, cutting season, honour based, radicalised, isis, far right, extremist, extremism,
    missing, run away, ran away, running away, runs away, absconded, ran off, went missing, gone missing, older man, older men, older boyfriend, older lad,
    man online, someone online, stranger online, man in a car, met online, met a man, gave him/her money, new phone, new trainers, expensive gifts, unexplained money,
    blackmail, blackmailed, sextortion, sent a picture/photo, sent pictures/photos, send pictures/photos, upskirting, upskirted, down his/her trousers/pants, up her skirt, private parts,
    privates, period products, morning after pill, pills, tablets, alcohol, drunk, vodka, smoking, self neglect, abortion, miscarriage, pulled his/her trousers,
    taken to africa/somalia/pakistan/nigeria/gambia, cut down there, down below, catfished, snapchat, asylum, witchcraft, possessed, exorcism, spirits,
    bullied, being bullied, racist, called him/her a, sexual harassment, harassed, harassing, initiation, dares, strangulation`,
  /** Stops the text by itself, unless it is talk of training. */
  selfHarm: `kill/killing/hurt/hurting/harm/harming/cut/cutting/cuts/harms/hurts/kills/starve/starving/starves himself/herself/themself/themselves/myself/hisself,
    killing themself, wants to die, want to die, wanted to die, wanting to die, wish/wishes/wished he/she was dead/gone, wish/wishes she/he/they were dead, wants to be dead, wished i was dead,
    doesnt/dont/didnt/dosnt want to be here/alive, doesnt/dont/didnt want to live, does not want to be here/live, not want to be here anymore, dont wanna be here, doesnt wanna be here, end it all, end it, ending it, end his/her life,
    end his/her own life, ending his/her life, take/taking/taken/took his/her own life, took an overdose, taken an overdose, better off dead, better off without him/her, no point living, no point in living, no reason to live,
    life isnt worth, not worth living, made/makes/making himself/herself sick, jump off, jump in front, hang himself/herself, hanging himself/herself, took pills, taken pills, took tablets, taken tablets, took paracetamol, suicide note, goodbye note, cuts on his/her arm/arms/wrist/wrists/leg/legs/thigh/thighs,
    suicidal thoughts, razor blade, sharpener blade, kms, cutting again, self harming again`,
  /** As a subject it is ordinary; with a child it is not. */
  selfHarmTopic: `self harm, self harms, self harmed, self harming, selfharm, selfharming, suicidal, suicide, cutting, eating disorder, anorexic, anorexia, bulimic,
    overdose, sh, not eating, wont eat, refuses to eat, making sick, panic attack, panic attacks`,
  /** Plans, papers and matters that belong to one child: only beside a name, initials or a pronoun. */
  status: `cp plan, child protection plan, child protection, cin plan, child in need, cin, cp, case conference, strategy meeting, strategy discussion, core group, social worker,
    social services, social care, early help, ehcp, ehc plan, looked after, lac, in care, foster care, foster placement, special guardianship, care order, marf, body map, bodymap, chronology, disclosure, concern form, cause for concern,
    pupil premium, free school meals, fsm, send register, sen support, autism, autistic, asd, adhd, epilepsy, epileptic, diabetic, diabetes, asthma, asthmatic, allergy, allergic, seizure, seizures, anaphylaxis, medication, medicine, inhaler, inhalers, epipen,
    care plan, health plan, camhs, counselling, counsellor, excluded, exclusion, suspended, suspension, detention, isolation, part time timetable, reduced timetable, attendance is, absent again, unauthorised, truanting, behaviour log, behaviour plan, incident form, statement,
    meltdown, kicking off, kicked off, bullying, bullied, young carer, wets, wetting, soiling, toileting, nappy, collected by, picked up by, picked up from, walks home, walking home, sent home, bumped head, bumped his/her head, head injury, fell, fell over, dyslexia, dyslexic,
    mash, contact order, refugee, asylum, pregnant, not in school, hasnt been in, off since, risk assessment, one page profile, safety plan, support plan, iep, pep, pep meeting, prohibited steps, changing school, moving school, leaving us, referral, referred,
    operation encompass, encompass, op encompass, police report, mental health, concern, concerns, safeguarding concern, worried, crying, upset, scared, absent, missing, not been fed, missing education, cme, cse, cce, prevent referral, channel referral, nudes, self harm`,
  /** To be uneasy about somebody. */
  worry: `worried about, worry about, worried that, really worried for, worried for, concerned about, concerned for, concern about, concerns about, concern re, concerns re, concern regarding, concerns regarding, concern for, concern over, bad feeling about, something wrong with, something not right with, something isnt right with, not right with,
    nagging doubt about, uneasy about, something off about, gut feeling about, hunch about, suspicious of, unhappy about, safeguarding issue with, safeguarding concern with, need to talk about, need to speak to someone about, who do i tell about, report a concern, report something about, keeping an eye on, keep an eye on, not himself, not herself, have you noticed, can someone check on, check in with, acting strange, behaving oddly, acting weird, changed since, gone quiet, gone very quiet, very quiet since, very withdrawn, out of character`,
} as const;
