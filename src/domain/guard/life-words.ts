/**
 * The words of a child's own life: body, bed, clothes, food, friends, phones, fear, what frightens a listener. No remark
 * for an audit needs them.
 * The rule: as in child-words. One child must stand beside them; then words of the working day do not excuse them.
 */
export const LIFE_WORDS = {
  life: `
    sob~, weep~, tremble~, wince~, whimper~, cower~, hid, hides under, hiding under, rocking, clung, cling~,
    plead~, begs, begged, beg to, begging, please dont, jump~ if, jump~ when, jump~ every time, freeze~ when,
    goes white, went white, nightmare, nightmares, bad dreams, sleeps, sleeping, slept, bedtime, bunk, bunks,
    pyjamas, pjs, trousers, pants, knickers, tights, bra, underwear, boxers, nappy, nappies, wee, weed, wet
    himself/herself, soiled, pooed, smear~, wet clothes/bed/trousers, same coat/jumper/top/shirt/socks, coat
    off, coat on, jumper off, sleeves down, long sleeves, barefoot, shoes too, holes in, hungry, starving, eats,
    eats nothing, hasnt eaten, no lunch, no food, leftovers, skinny, so thin, too thin, thin, thinner, pale, bones,
    ribs, faint~, collapse~, throw~ up, headaches, stomach aches, tummy, toothache, teeth, scalp, skin, rash,
    sores, razor, razors, compass, blade, blades, pills, tablets, overdose, bleach, blood, bloody, bruise~,
    bandage~, crutches, in a sling, in plaster, scab, scabs, scar, scars, swollen, cider, vodka, lager, beer,
    beers, wine, spliff, drunk, drinks too much, stoned, baccy, cigs, cigarettes, smoking, boyfriend,
    girlfriend, bf, gf, fella, fellas, bloke, blokes, older lads, older lad, older man, older men, grown man,
    grown men, man of, sofa surfing, kicked out, chucked out, chuck~ him/her out, turfed out, thrown out, party
    with, sleepover, stayed over, stay over, stays over, nude, nudes, naked, no clothes, clothes off, undress~,
    strip~, pic, pics, selfie, selfies, snapchat, insta, tiktok, roblox, discord, onlyfans, group chat, fake
    account, burner, second phone, new phone, new iphone, new trainers, designer, wads, loads of cash, loads of
    money, drop off a, package, packages, debt, owes, county lines, machete, knife, knives, zombie knife, gun,
    gang, gangs, stab~, doctors, the hospital, hospital, a and e, insulin, meds, dentist, overheard her/him,
    foster, foster mum, placement, refuge, needles, lodger, her ex, his ex, mums ex, the ex, moved out, bedsit,
    hostel, dinner money, prison, jail, locked up, bail, on tag, tagged, went inside, sectioned, court order,
    custody, dolls, wrestling, tickle~, willy, vagina, fanny, penis, privates, private parts, bits, down there,
    grope~, fondle~, kiss~, sex, sexual, raped, porn, rude, made her/him do, made him/her touch, do stuff, do
    things, hell, the devil, demons, spirits, marry, wedding, engaged to, ceremony, somalia, sudan, pakistan,
    gambia, fighters, jihad, isis, beheading, beheadings, infidels, immigrants, nazi, nazis, white power, incel,
    slag, slut, whore, bitch, spastic, worthless, pathetic, hates himself/herself, hates being, run away,
    running away, ran away, train line, train tracks, railway, the bridge, off a bridge, jump off, end it, wake
    up, not wake, goodbye, gave away, giving away, no friends, lonely, nobody likes, flinch~, black eye, fat
    lip, limp, limps, limping, up all night, looks after the baby, feeds the baby, feeds his/her, babysit~, by
    themselves, unpaid carer, honour, exorcis~, witch, witchcraft, possessed, pregnant, period is late, scan, a
    test, abortion, on the streets, hanging round, hanging around, bins, upset, scared, frightened, terrified,
    petrified, afraid, crying, cried, in tears, in a state, not coping, cant cope, panic~, shak~, angry all,
    lash~ out, self harm~, hurts, beaten, battered, punch~, slap~, smack~, belt, choke~, strangle~, throat,
    harm~, a tenner, a fiver, a grass, a snitch, shank~, wet up, hymen, virgin, virginity, womb, living in
    the/a, lives in the/a, bald patch/patches, flip flops, weight dropping, skin and bone, laxatives, calories,
    calorie, torn, collarbone, burnt, stamped on, dating site, dating app, adult site, his/her bedroom/bed,
    bath, got engaged, getting engaged, clinic, giggling, slipper, lunch money, being sick, been sick, covered
    in, engagement, awol`,
  /** How somebody came to be seen with a hurt. */
  hurtCue: `
    came/comes/come/turned/arrived/back in/up/with, came in with, turned up with, arrived with, came back with,
    shaped like, the shape of, all over, story, stories, version, versions, explanation, explain, wont say, how
    it happened, how he/she got, big, fresh, another, again, new`,
  /** One relative: parents as such are what newsletters go to. */
  kin: `
    mum, mom, mam, mummy, dad, daddy, father, mother, stepdad, stepmum, stepfather, stepmother, stepbrother,
    step dad/mum/father/mother/brother, uncle, auntie, aunty, aunt, grandad, granddad, grandma, gran, nan, nana,
    granny, cousin, brother, sister, brothers, sisters, sibling, siblings, foster carer/mum/dad, boyfriend,
    mums/dads boyfriend/girlfriend/partner/ex/mate/friend, babysitter, childminder, next door, baby
    sister/brother`,
  /** One child without an article, as notes begin. */
  bareChild: `
    child, kid, pupil, student, boy, girl, lad, lass, toddler, baby, teen, teenager, yp, youngster, yr/year old,
    twins`,
  /** Where nobody has seen somebody. */
  unseen: `
    nobody has/had seen, no one has/had seen, noone has seen, nobodys seen, hasnt come back, has not come back,
    didnt come back, never came back, not come back, not back, hasnt been in, havent been in, has not been in,
    not been in, hasnt turned up, never turned up, not turned up, didnt turn up, not been seen, not been seen
    since, whereabouts, not at home, no trace, unaccounted, has vanished, vanished, gone missing, not arrived,
    hasnt arrived, never arrived, walked out of, called in for, no contact from, no word from, awol, still here,
    reach anyone, nobody answering, no one answering, not answering`,
  /** A family by its name. */
  family: `
    family, children, kids, twins, boys, girls, brothers, sisters, siblings, household, triplets`,
} as const;
