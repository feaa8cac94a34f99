/**
 * How an adult may behave with children who should not: how they speak to them, touch them, seek them out, and what
 * makes an adult unfit to be with them.
 * The rule: as in adult-words, and none is enough without the adult; most need a child at the other end as well.
 */
export const CONDUCT_WORDS = {
  /** Said or done to somebody, who follows. */
  addressing: `
    tell~, told, ask, asks, asking, asked, call, calls, calling, called, make, makes, making, made, let, lets,
    letting, get, gets, getting, gave, give, gives, giving, show, shows, showed, showing, put, puts, putting,
    took, takes, taking, keep, keeps, keeping, kept, hold, holds, holding, held, send, sends, sent, sending,
    comment~, talk, talks, talking, talked, speak, speaks, spoke, treats, treated`,
  /** Handed to or had of one under care. */
  giving: `
    gave, give, gives, giving, makes, made, gets, takes, took, taking, kept, keeps, keeping, lets, let, sends,
    sent, sending, shows, put, puts, putting`,
  underCare: `
    toddler, toddlers, baby, babies, infant, infants, a y1/y2/y3/y4/y5/y6/y7/y8/y9/y10/y11/y12/y13, year/yr
    1s/2s/3s/4s/5s/6s/7s/8s/9s/10s/11s, pupil, pupils, student, students, sixth former/formers, children, kids,
    tutee, tutees, little ones, the class, the girls, the boys`,
  groupOfChildren: `
    pupils, students, children, kids, the girls, the boys, sixth formers, year/yr 7s/8s/9s/10s/11s, tutees,
    teenagers, little ones`,
  /** Somebody at the other end. */
  object: `him, her, his, their, them, himself, herself`,
  /** The writer, where that is a pupil. */
  meUs: `me, us, myself`,
  /** Staff as such. */
  staffAll: `
    staff are/were/keep/have, tas are/were/keep, they are/were, teachers are/were/keep, adults are/were/keep,
    staff in/on the`,
  /** How somebody is with children, who follow. */
  manner: `
    the way he/she looks/look/talks/is/acts/touches/speaks/treats/looked/spoke/handles, how he/she
    looks/talks/acts/touches/speaks/treats/handles/spoke`,
  /** A place where children sleep and wash. */
  childPlace: `
    dorm, dorms, lights out, girls/boys/childrens/pupils
    showers/bathroom/bathrooms/bedroom/bedrooms/shower/loos, on the bed, in bed, with the
    blind/blinds/curtains/door down/shut/closed/locked/drawn/pulled`,
  /** Asked of an adult, who follows. */
  whomToTell: `
    who do i go to/tell/report/speak/talk/ring/see, who should i tell/go/speak/report/ring, who can i
    tell/talk/speak/go/ring, its about a/the/my/one, this is about a/the/my/one, about a
    member/colleague/teacher, my concern is regarding/about/with, what do i do about a/the/my, what if its
    the/my/a`,
  /** Only staff do these. */
  staffDeed: `
    restrained/restraining/restrains him/her/them, restrained a/the child/boy/girl/pupil/lad, detention with one`,
  /** A place or manner nobody should be in with a child. */
  seclusion: `
    cupboard with, store with, store room with, storeroom with, stock room with, office with, room with, car
    with, van with, light off, lights off, lights out, in the dark, blinds, blinds down/closed/shut, curtains,
    off on his/her own, on his/her own with, shutting/shut/closing/closed/locking/locked the door, dorm, dorms,
    bedroom, bedrooms, tent, tents, showers, the shower, loo, the loos, cubicle, flat, his/her house, his/her
    home, his/her place, hotel, camping, the gym, the pub, the cinema, mattress, sofa, hidden away, out of
    sight, where nobody, undressed, undressing, getting dressed, changing area/rooms/room, swimming costume,
    costume, alone in, alone at, leotards, bikini, underwear, after everyone, one at a time`,
  /** Nearness of body, speech or money that is not an adult's to a child. */
  nearness: `
    tactile, hand in hand, holding hands, held hands, hold hands, cuddl~, snuggl~, kiss~, hug~, strok~,
    massage~, tickl~, on the knee, knee, lap, backside, backsides, bottoms, bums, shoulders, waist, hair, thigh,
    thighs, legs, wink~, winking, flirt~, leer~, ogle~, perv~, ear, collar, wrist, wrists, swapped numbers,
    personal number, chat~, chatting, facebook, instagram, insta, snapchat, snap, tiktok, whatsapp, dm, dms,
    text~, dating, dating app, date, night out, nights out, drinks with, beers, vodka, cigarettes, fags, vape,
    vapes, weed, money, cash, nickname, nicknames, princess, pet, favourite, favourites, special, presents,
    gift~, sweets, biscuits, babysit~, stays over, stay over, stayed over, sleepover, in contact, keep in touch,
    keeps in touch, kept in touch, close to, friends with, loves him/her, loved him/her, love~ you, boyfriend,
    girlfriend, sexy, hot, sex life, sex lives, sex, divorce, love life, body, bodies, wearing, skirt, skirts,
    shorts, shorter, makeup, pictures, photos, photo, video, pics, filming, filmed, selfies, images, secret,
    secrets, between themselves, between us, not to tell, seeing a, seeing one, fancies, crush, obsessed, bum,
    bottom, hips, chest, neck, throat, face, cheek, lips, figure, attractive, harness, harnesses, on the bed, a
    tap on the, taps on the, tap on the bum, up his/her, linger~, hover~, loiter~, lurk~, gaze~, peep~, peek~,
    spy~, nuzzle~, snog~, snogging, peck on, cream on, holiday/trips/coffee/lunch/cinema/dinner with, nandos,
    mcdonalds, kfc, bbq, tinder, grindr, emoji, emojis, heart, hearts, xx, xxx, babe, babes, sweetheart,
    darling, hun, gorgeous, beautiful, sneak~, stay behind, stays behind, staying behind, private area, private
    areas, chaperone, chocolates, voice notes`,
  /** Harshness. */
  harshness: `
    retarded, pathetic, muppet, muppets, animal, animals, thick, dumb, stupid, idiot, idiots, moron, morons,
    useless, worthless, liar, fat, ugly, disgusting, gays, gay, muslim, foreigners, go to hell, in hell, shut
    up, shut the, f word, effing, swear~, swore, sworn, f off, humiliate~, ridicule~, mock~, belittle~, shout~,
    scream~, yell~, roar~, bellow~, bawl~, rant~, blew up, lost it, lost his/her temper, temper, loses it, lose
    it, kicked off at, flew off, went mad at, furious, face down, restrain~, drag~, grab~, yank~, pull~, shove~,
    push~, shook, shake~, slap~, smack~, hit, hits, kick~, threw, throw~, spat, spit~, prod~, poke~, squeeze~,
    flick~, twist~, tied, ties, tape, tapes, taped, gagged, gagging, pillow, nose, force~, made to stand, made
    him/her/them stand, made him/her/them eat, in the snow, in the rain, out in the cold, in his/her socks,
    outside in, tore up, ripped up, rip~, refus~, refuse~, wont let, wouldnt let, wont serve, denies, denied,
    punish~, as punishment, until she/he was, cry, cries, crying, in tears, shaking, wet himself/herself, nobody
    would believe, no one would believe, strangle, kill, smother~, threat~, threaten~, intimidat~, bully~, picks
    on, picking on, left alone, left a, left them, left on their/his/her own, on their own, unattended, asleep,
    a mark, marks, hard enough, rough, roughly, tight, so hard, too hard, so tight, ignore~, ignoring, in front
    of them/him/her/everyone/the/other/all, tip~, tips, tipped, pour~, squirt~, spray~, splash~, chuck~, lob~,
    snatch~, march~, scruff, by the scruff/hair/ear/collar/arm/hood/hand/wrist, frogmarch~, shut~ out, turn~
    away, sat on, sits on, pick~ up by, monkey, piggy, spaz, gypsy, evil, brat, brats, scum, little shit,
    scream~ at, nasty, spiteful, dug, dig~, scratch~, nails, retard, retards, spastic, weigh~, dark room, in the
    dark, slam~, jabbed, jabbing, ram, rammed, ramming, cuff, cuffed, clout~, swipe~, swat~, kneel~ on, knelt
    on, stood on, stands on, trod on, trip~ up, barge~, elbow~, headlock, choke hold, behind his/her back,
    wrestl~, wrestle~, tackle~, haul~, dangle~, toss~, sling, slung, corner~, blocks the door, deprive~, snub~,
    blank~, mimic~, mimick~, imitate~, sneer~, jeer~, label~ a, shame~, embarrass~, degrade~, racially, goad~,
    wind~ up, wound up, scare~, frighten~, terrify~, glare~, growl~, snarl~, hiss~, away his/her/their
    lunch/pudding/dinner/food/drink/snack, took his/her lunch/pudding/dinner/food/drink/snack`,
  /** In an adult who works with children, wrong by itself. */
  unfit: `
    reek~, reeked of, stank, slur~, slurring, worse for wear, off his/her face, came in high, was high, high on,
    wasted, hungover, breath smelled/smelt/smells, on the wine, couldnt stand, falling asleep, fell asleep,
    passed out, drink problem, coke, cocaine, spliff, speeding, dodgy, dating app, been done for, was done for,
    done for drink/drugs/assault/indecent/something/downloading, mattress, duvet, left a mark/bruise, left
    marks/bruises, charged with, been charged, cautioned, caution for, convicted, on bail, bailed, arrested,
    police came for, suspended from his/her last, left his/her last, let go from, asked to leave his/her, false
    name, fake name, changed his/her name, false reference, fake reference, lied on, without a dbs, no dbs and,
    abused, abuser, abusing, abuse, paedo, nonce, nonces, sex offender, predator, predatory, weirdo, weird,
    strange feeling, bad feeling, gut feeling, uneasy, not comfortable, uncomfortable, creep, creep~, sleazy,
    slimy, lecherous, letchy, racist, sexist, homophobic, misogynist, incel, far right, extremist, kept it
    quiet, kept quiet, keeping it quiet, kept it to, hushed, covering for, covered for, covered up, turned a
    blind, swept, not passing things, hasnt reported, didnt report, never reported, isnt passing, didnt pass on,
    failed to report, sat on it, wont report, doesnt write it up, didnt write it up, leave alone with, lost it
    with, loses it, lost his/her temper, loses his/her temper, vile, cruel, bully, bullying, aggressive, rough,
    heavy handed, handsy, tactile, delete~ cpoms/records/entries/logs/emails/concerns, falsif~, forged, forging,
    backdat~, backdated, backdating, given a caution, a caution, walks off, walked off and,
    threw/throws/throwing/thrown/kicked/kicking/punched/smashed a/the/his/her
    chair/table/desk/book/books/pen/bin/wall/bottle/phone/board/tray/plate/ruler/pan, only fans, onlyfans,
    kids/children were/are/been removed, kids taken off, children taken off, been caught, was caught, caught
    looking/taking/stealing/watching/filming/doing, gossip~, breached confidentiality, scream~/shout~
    so/all/every/constantly, smell/smells/smelt/smelled/smelling/stinking/stinks/stank/reeks/reeking of
    alcohol/drink/booze/beer/lager/wine/vodka/whisky/gin/cider/spirits/weed/cannabis/dope, sex offenders,
    his/her own kids/children/son/daughter, kids/children taken off, been inside, did time, time inside, gave
    his/her instagram/insta/snap/snapchat/number/mobile out, told me/us/staff to
    change/delete/alter/lie/forget/drop`,
} as const;
