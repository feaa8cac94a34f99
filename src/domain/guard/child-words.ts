/**
 * What people write when a child may be at risk, as groups of words and phrases that the signs look for together.
 * The rule: no group stops a text by itself unless its comment says so; "a/b c" is "a c" and "b c", and a comma parts
 * phrases. Apostrophes are left out, since half of those who write leave them out.
 */
export const CHILD_WORDS = {
  /** One child or a few, not named. */
  child: `
    a y1/y2/y3/y4/y5/y6/y7/y8/y9/y10/y11/y12/y13, child, kid, pupil, student, boy, boys, girl, girls, lad, lads,
    lass, toddler, baby, learner, twin, twins, year/yr/yrs old, yo, tutee, tutees, childs, babys, toddlers,
    infant, infants, daughter, son, a/two/three/some/several/few kids/pupils/students/children/lads,
    group/couple of kids/pupils/students/children/boys/girls, one/two of my/our/the
    kids/pupils/students/children, teen, teenager, youngster, little one, yp, young person, classmate, kiddo,
    schoolgirl, schoolboy, lo, a year/yr 1/2/3/4/5/6/7/8/9/10/11/12/13, year/yr
    1s/2s/3s/4s/5s/6s/7s/8s/9s/10s/11s, y1s/y2s/y3s/y4s/y5s/y6s/y7s/y8s/y9s/y10s/y11s/y12s/y13s, sixth former,
    sixth formers, reception child, nursery child, other children/kids, anothr child, chld, a ch, looked after
    child/boy/girl, ex pupil, former pupil, ex student, former student, the/a victim,
    poor/naughty/slow/sen/little/big ones, little boys, little girls`,
  /** One child for certain: the word alone may be a survey's or a council's. */
  oneChild: `
    my pupil/student, a/the/this/that/another/one/our/same/some
    child/kid/pupil/student/boy/girl/lad/lass/toddler/baby/teenager/youngster/learner,
    young/little/older/younger child/kid/pupil/student/boy/girl/lad/one/lass, one of my/our/the
    children/kids/pupils/students/boys/girls/lads/class/form, a y1/y2/y3/y4/y5/y6/y7/y8/y9/y10/y11/y12/y13, two
    boys/girls/pupils/students/kids/children/lads, year/yr old, my tutee, some girls/boys/kids/lads,
    some/few/two/three/one/couple of the/my/our
    girls/boys/kids/pupils/students/children/lads/y7s/y8s/y9s/y10s/y11s, one of ours, one of mine,
    a/the/that/this/another year/yr 1/2/3/4/5/6/7/8/9/10/11/12/13, same two/three/four/few
    boys/girls/kids/pupils/children/lads, her/his/my daughter/son, two/three/some/a y7/y8/y9/y10/y11/y12
    boys/girls/students/pupils/kids/lads`,
  i: `i, im, ive`,
  /** Somebody's own; of a young writer, or of staff who are away. */
  myRelative: `
    my
    mum/mom/dad/stepdad/stepmum/mam/uncle/brother/sister/cousin/nan/gran/grandad/mother/father/parents/boyfriend/aunt/auntie/carer/friend/friends/mate,
    my mums/dads/friends/foster/step/big/older boyfriend/partner/dad/mum/brother/carer`,
  /** Children as such, of whom reports and remarks speak all the time. */
  children: `
    children, kids, pupils, students, learners, young people, everyone, infants, babies, teenagers, toddlers,
    little ones, youngsters, teens, the girls, the boys, the class, the lads, half the class, whole class, the
    squad, u8s/u9s/u10s/u11s/u12s/u13s/u14s/u15s/u16s/u18s, under 8s/9s/10s/11s/12s/13s/14s/15s/16s, the choir,
    the little ones, his/her class, his/her form, the girls/boys`,
  heShe: `he, she, hes, shes, shed, hed`,
  pronoun: `he, she, him, her, his, hers, hes, shes, shed, himself, herself, hed, themself`,
  me: `me, myself`,
  they: `they, them, their, theyre, theyve, theyll, theyd, themselves`,
  relative: `
    mum, mom, mam, mummy, mommy, mums, dad, dads, daddy, father, fathers, mother, mothers, stepdad, stepdads,
    stepmum, stepfather, stepmother, stepbrother, step dad/mum/father/mother/brother/sister/dads, uncle, uncles,
    auntie, aunty, aunt, grandad, granddad, grandfather, grandma, gran, nan, nana, nanny, grandmother, granny,
    grandparents, cousin, cousins, brother, brothers, sister, sisters, sibling, parent, parents, carer, carers,
    foster carer/carers/mum/dad, boyfriend, ex partner, moms, his/her partner, mums partner/bf, mother in law,
    godfather, the/that/this family, family friend, next door neighbour, babysitter, childminder, mothers
    partner, big bro, bro, sis, stepsister, baba, mama, papa, family member, relative, fosterer, neighbour,
    neighbours`,
  /** One child's own: staff write of parents, seldom of somebody's. Stops the text by itself, unless it is talk. */
  ofTheirOwn: `
    his/her/hes/shes
    mum/mums/mom/mam/mummy/dad/dads/daddy/father/mother/stepdad/stepmum/stepfather/stepmother/uncle/auntie/aunt/aunty/grandad/granddad/gran/nan/nana/grandma/grandmother/grandfather/granny/cousin/brother/sister/sibling/siblings/brothers/sisters/parents/parent/carer/boyfriend/family/stepbrother/stepsister/grandparents/aunts,
    their mum/dad/stepdad/mother/father/uncle/nan/gran/grandad/mums/dads/stepmum, his/her
    older/big/little/younger/step/foster/baby/half/birth/real/biological
    brother/sister/dad/mum/mother/father/parents/carer/carers/cousin/boyfriend, his/her
    mums/moms/dads/mothers/sisters/nans boyfriend/partner/girlfriend/bf/ex/new/friend/house/mate`,
  /** Words of the nursery and the family that no audit needs. */
  intimate: `
    baby sibling/brother/sister, the eldest, the youngest, eldest, elder brother, elder sister, mummy, mommy,
    daddy, stepdad, stepmum, step dad, step mum, stepfather, stepmother, stepbrother, uncle, uncles, auntie,
    aunty, nan, nana, gran, granny, grandad, granddad, grandma, cousin, mums boyfriend, mums partner, mums new,
    dads girlfriend, foster carer, big brother, older brother, little brother, little sister, older sister, half
    brother, dads new, da, ma`,
  /** To say something to somebody. */
  told: `
    told, tells, tell, telling, said, says, saying, sed, sez, tld, disclosed, discloses, disclosing, confided,
    mentioned, mentions, admitted, revealed, whispered, opened up, shared, claims, claimed, claiming, reported,
    wrote, drew, alleged, alleges, let slip, complained, explained, describes, described, made a comment, keeps
    saying, stated, came out with, has been saying, came to me, texted me, messaged me, asked me, overheard,
    heard, according to`,
  /** To be told by a child oneself. */
  firstHand: `
    told me, tells me, telling me, told us, said to me, disclosed to, disclosed, confided in, came to me, spoke
    to me, opened up, tld me, has told, just told, just said, showed me, asked me not, i saw, i have seen, ive
    seen, i noticed, noticed, i heard, i overheard, i think, i just, i found, i am worried, im worried, im
    concerned, worried about, today, yesterday, this morning, this afternoon, last night, at lunch, at break, at
    playtime, after pe, at the gate, in my class, in my form, in my lesson, in tears, just now, this week,
    again, overheard, we saw, witnessed, spotted, came in, comes in, turned up, arrived, last week, at weekend,
    over the weekend, at the weekend, on monday, on tuesday`,
  /** Harm done by somebody; needs a child or a relative near. */
  harm: `
    hit, hits, hitting, hurt, hurts, hurting, beat, beats, beaten, beating, beats up, slap, slaps, slapped,
    slapping, punch, punches, punched, punching, kick, kicks, kicked, kicking, smack, smacks, smacked, smacking,
    whip, whips, whipped, strangled, strangles, strangle, choke, chokes, choked, choking, rape, raped, rapes,
    molested, molests, abuse, abuses, abused, abusing, assault, assaulted, assaults, groped, gropes, groping,
    headbutted, stabbed, stab, battered, batters, thumped, thumps, whacked, whacks, walloped, lashes out, lashed
    out, laid hands on, belts, belted, caned, violent, violence, abusive, throttled, throttles, attacked,
    attacks, attacking, starves, starved, tied up, ties up, clipped round, gave a hiding, gets a hiding, good
    hiding, hitts, strikes, struck, pinched, pinches, spat, spits, twisted, twists, cracked, clouted, clobbered,
    tortured, bit, bites, threatens, threatened, threatening, kill, kills, snatch, snatched, snatches, stamp~
    on, shank~`,
  /** Harm only where a child is at the other end: gates and boxes are pushed too. */
  force: `
    push, pushes, pushed, pushing, shove, shoves, shoved, grab, grabs, grabbed, grabbing, drag, drags, dragged,
    shake, shakes, shook, shaking, throw, throws, threw, throwing, burn, burns, burnt, burned, touch, touches,
    touched, touching, kiss, kisses, kissed, kissing, pulled, pulls, yanked, yanks, pinned, pins, squeezed,
    squeezes, shout, shouts, shouted, shouting, scream, screams, screamed, screaming, swear, swears, swore,
    swearing, lock, locks, locked, locking, shut, shuts, restrained, restrains, restraining, manhandled,
    manhandles, tripped, chased, chases, cornered, poked, pokes, pushd, grabed, bullied, bullying, bullies,
    stroked, strokes, stroking, licked, licks, undressed, undresses, filmed, filming, films, follows, followed,
    following, strips, stripped, tickles, tickled, tickling, forces, forced, makes, made, held, holds, cuddles,
    cuddled, cuddling, hugs, hugged, hugging, rubs, rubbed, rubbing, fondled, fondles`,
  /** A hurt that tells by itself where a child or a part of the body is near. */
  injury: `
    bruise, bruises, bruised, bruising, black eye, bite mark, bite marks, hand print, hand prints, handprint,
    handprints, finger marks, fingermarks, finger print marks, welt, welts, cigarette burn/burns, scald, scalds,
    scalded, busted lip, split lip, fat lip, broken arm/wrist/nose/leg, fractured, burn mark/marks, red
    mark/marks, belt marks, cut marks, self harm marks, scratch marks, slap mark, unexplained
    mark/marks/injury/injuries, marks on, mark on, scars, scarring, rope marks, grip marks, love bite, lovebite,
    swollen, concussion, bleeding, bloody nose, nosebleed, covered in bruises, black and blue, scratches,
    scratched, brusie, bruse, broken finger/toe/rib/ribs/ankle/thumb/tooth/teeth/collarbone/jaw/foot/hand/bone`,
  /** A hurt that a door may have too. */
  soreness: `
    cut, cuts, burn, burns, burnt, mark, marks, graze, grazes, grazed, scratch, injury, injuries, injured, sore,
    limp, limping, blood, lump, wound, wounds, scar, hurt, hurts, plaster, scab, scabs, bump, bumped, lines,
    ladder of, a mess`,
  body: `
    arm, arms, leg, legs, face, neck, back, wrist, wrists, thigh, thighs, eye, eyes, tummy, stomach, belly,
    bottom, bum, privates, private parts, chest, ear, ears, hand, hands, ribs, shoulder, shoulders, cheek,
    cheeks, lip, lips, knee, knees, shin, shins, ankle, forehead, nose, forearm, forearms, hair, throat, body,
    torso, genitals, jaw, scalp, his/her/their/the/my head, round the head, in the head, collarbone, skull,
    elbow, elbows, frenulum, gums, tongue, fingers, toes, spine, babys/childs/toddlers head`,
  /** Fear of home or of somebody. */
  fear: `
    scared, frightened, terrified, afraid, petrified, scard, cowers, cowered, cowering, fearful, nervous around,
    crying, cries, cried, in tears, sobbing, hysterical, shaking, withdrawn, not safe, distressed, very upset,
    upset, hates, doesnt feel safe, didnt feel safe, not feeling safe, wet himself/herself, hiding, too scared,
    scared of, anxious about going, begged, begging, clings, clinging, jumpy, in a state`,
  /** Stops the text by itself, unless it is talk of training. */
  homeFear: `
    doesnt/dosnt/dont/didnt/doesn/not/never want/wanna/wants/wanting to go home, doesnt/dont/didnt/dosnt wanna
    go home, does/did not want to go home, refuses/refused/refusing to go home, wont go home,
    scared/afraid/frightened/terrified to go home, scared/afraid/frightened/terrified/worried of/about going
    home, hates going home, not want to go back home, not safe at home, unsafe at home, isnt safe at home,
    doesnt/dont/didnt feel safe at home, begged not to go home, scared at home, things at home, trouble at home,
    problems at home, happening at home, wrong at home, going on at home, bad at home, cant go home, cannot go
    home, didnt want to leave school, doesnt want to leave school, doesnt/dont/didnt want to go back to
    his/her/dads/mums/the, doesnt/dont/didnt want to be picked up, hits me, hit me, touches me, hurts me,
    happens at home, difficult at home, hard at home, not happy at home, unhappy at home, scary at home, not
    right at home, doesnt/dont/didnt want to see his/her dad/mum/father/mother, home life, goes on at home,
    had/got/have/receive/received/taken a disclosure, disclosure from/made/today, made a disclosure, child
    protection concern, safeguarding concern, safeguarding issue, nobody/noone believes me/him/her, no one
    believes me/him/her, in danger, picked up by someone/somebody/a/different, collected by
    someone/somebody/a/different, share/shares/sharing/shared a bed, beheading, beheadings, infidels, jihad,
    white power, not safe, isnt safe, at risk of harm, being harmed, need the dsl now/urgently, speak to dsl/the
    urgently, need dsl now/urgently, stay at school, covered in bruises/sores/cuts/blood/scratches/marks/bites,
    something/whats/stuff going on with, something awful, something terrible, something horrible, sent to
    pakistan/somalia/bangladesh/africa/india/nigeria, get/getting/be/being married, being sent abroad,
    violence/abuse/dv/drinking/fighting/drugs/shouting/hurt/hit/hungry/left at home, flinch~, let him/her stay,
    live with me, come home with me, stay at my, stay in school instead, i dont/do/didnt feel/not safe, i am/im
    not safe, i am/im scared/frightened,
    hits/hit/hurts/hurt/hurting/touches/touched/touching/beats/beat/abusing/abused/abuses/raped/hitting/punched/slapped/kicked/kicks/touchs
    me, sent me nudes, scared of my, not nice to me, wants to live with, run away from home`,
  /** What is to be kept quiet. */
  secret: `
    secret, secrets, not to tell, dont tell, not tell anyone, cant tell, at night, bedroom, in bed, into bed, in
    the bath, in the shower, special game, games, get in trouble, get into trouble, not allowed to say, promise
    not, promised not, something bad, bad things, something happened, what happened, what he does, what she
    does, things he does, comes into, wont leave him/her alone, does/did stuff/things/something, doing
    stuff/things, stuff/things/something to/2 him/her, did to him/her, does to him/her, gets into, keep quiet,
    keep it quiet, horrible things, nasty things, rude things, weird things, funny things`,
  /** Stops the text by itself, unless it is talk of training. */
  secretStrong: `
    asked us/me/him/her/them not to tell/say/report/log, asked me not to tell, begged me not to tell, made me
    promise, promise not to tell, told me not to tell, dont tell mum/dad/anyone, not tell mum/dad/his/her, swore
    me to secrecy, keep it a secret, keep this a secret, keep it secret, keep a secret, its our secret, our
    little secret, their secret, asked me to keep it, said not to tell, told not to tell, told him/her not to
    tell, asked not to tell, scared to tell, too scared to say, not to say anything`,
} as const;
