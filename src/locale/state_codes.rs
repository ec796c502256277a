//! Codes of the States, and the short names people use that no pack has.
//!
//! A word that may mean several States is in [`UNCLEAR`], also where one of them bears it officially: nobody is written to by a guess.

/// ISO 3166-1 codes of the States: alpha-2, alpha-3, and the number of the UN statistics division (M49).
pub(crate) const CODES: &str = "AF AFG 004, AO AGO 024, AL ALB 008, AD AND 020, AE ARE 784, AR ARG 032, AM ARM 051, AG ATG 028, AU AUS 036, \
AT AUT 040, AZ AZE 031, BI BDI 108, BE BEL 056, BJ BEN 204, BF BFA 854, BD BGD 050, BG BGR 100, BH BHR 048, \
BS BHS 044, BA BIH 070, BY BLR 112, BZ BLZ 084, BO BOL 068, BR BRA 076, BB BRB 052, BN BRN 096, BT BTN 064, \
BW BWA 072, CF CAF 140, CA CAN 124, CH CHE 756, CL CHL 152, CN CHN 156, CI CIV 384, CM CMR 120, CD COD 180, \
CG COG 178, CO COL 170, KM COM 174, CV CPV 132, CR CRI 188, CU CUB 192, CY CYP 196, CZ CZE 203, DE DEU 276, \
DJ DJI 262, DM DMA 212, DK DNK 208, DO DOM 214, DZ DZA 012, EC ECU 218, EG EGY 818, ER ERI 232, ES ESP 724, \
EE EST 233, ET ETH 231, FI FIN 246, FJ FJI 242, FR FRA 250, FM FSM 583, GA GAB 266, GB GBR 826, GE GEO 268, \
GH GHA 288, GN GIN 324, GM GMB 270, GW GNB 624, GQ GNQ 226, GR GRC 300, GD GRD 308, GT GTM 320, GY GUY 328, \
HN HND 340, HR HRV 191, HT HTI 332, HU HUN 348, ID IDN 360, IN IND 356, IE IRL 372, IR IRN 364, IQ IRQ 368, \
IS ISL 352, IL ISR 376, IT ITA 380, JM JAM 388, JO JOR 400, JP JPN 392, KZ KAZ 398, KE KEN 404, KG KGZ 417, \
KH KHM 116, KI KIR 296, KN KNA 659, KR KOR 410, KW KWT 414, LA LAO 418, LB LBN 422, LR LBR 430, LY LBY 434, \
LC LCA 662, LI LIE 438, LK LKA 144, LS LSO 426, LT LTU 440, LU LUX 442, LV LVA 428, MA MAR 504, MC MCO 492, \
MD MDA 498, MG MDG 450, MV MDV 462, MX MEX 484, MH MHL 584, MK MKD 807, ML MLI 466, MT MLT 470, MM MMR 104, \
ME MNE 499, MN MNG 496, MZ MOZ 508, MR MRT 478, MU MUS 480, MW MWI 454, MY MYS 458, NA NAM 516, NE NER 562, \
NG NGA 566, NI NIC 558, NL NLD 528, NO NOR 578, NP NPL 524, NR NRU 520, NZ NZL 554, OM OMN 512, PK PAK 586, \
PA PAN 591, PE PER 604, PH PHL 608, PW PLW 585, PG PNG 598, PL POL 616, KP PRK 408, PT PRT 620, PY PRY 600, \
PS PSE 275, QA QAT 634, RO ROU 642, RU RUS 643, RW RWA 646, SA SAU 682, SD SDN 729, SN SEN 686, SG SGP 702, \
SB SLB 090, SL SLE 694, SV SLV 222, SM SMR 674, SO SOM 706, RS SRB 688, SS SSD 728, ST STP 678, SR SUR 740, \
SK SVK 703, SI SVN 705, SE SWE 752, SZ SWZ 748, SC SYC 690, SY SYR 760, TD TCD 148, TG TGO 768, TH THA 764, \
TJ TJK 762, TM TKM 795, TL TLS 626, TO TON 776, TT TTO 780, TN TUN 788, TR TUR 792, TV TUV 798, TZ TZA 834, \
UG UGA 800, UA UKR 804, UY URY 858, US USA 840, UZ UZB 860, VA VAT 336, VC VCT 670, VE VEN 862, VN VNM 704, \
VU VUT 548, WS WSM 882, YE YEM 887, ZA ZAF 710, ZM ZMB 894, ZW ZWE 716";

/// Usual names of States that `countries.yaml` of no language has.
pub(super) const USUAL: [(&str, &str); 39] = [
    ("ARE", "UAE; U.A.E.; EAU; Emirates; Émirats arabes; ОАЭ; 阿联酋; الإمارات"),
    ("BIH", "Bosnia; Bosnia & Herzegovina; BiH; Bosnie; Босния; 波黑; البوسنة"),
    ("BOL", "Bolivia; Bolivie; Боливия; 玻利维亚; بوليفيا"),
    ("BRN", "Brunei; Бруней; 文莱; بروناي"),
    ("CAF", "CAR; RCA; Centrafrique; ЦАР; 中非; أفريقيا الوسطى"),
    ("CHN", "PRC; P.R. China; PR China; People's Republic of China; RP Chine; КНР"),
    ("CIV", "Ivory Coast; Costa de Marfil; Берег Слоновой Кости; 象牙海岸; ساحل العاج"),
    (
        "COD",
        "DRC; DR Congo; D.R. Congo; Congo DR; Congo, Dem. Rep.; Congo-Kinshasa; Congo (Kinshasa); \
        Congo (DRC); RDC; RD Congo; R.D. Congo; Congo (RDC); Congo démocratique; R.D. del Congo; ДРК; \
        ДР Конго; 刚果（金）; 刚果金; 民主刚果; الكونغو الديمقراطية; الكونغو كينشاسا",
    ),
    (
        "COG",
        "Congo-Brazzaville; Congo (Brazzaville); Republic of Congo; Congo, Rep.; \
        Congo (Republic of the); République du Congo; República del Congo; Республика Конго; 刚果（布）; \
        刚果布; 刚果共和国; جمهورية الكونغو; الكونغو برازافيل",
    ),
    ("CPV", "Cape Verde; Cap-Vert; Кабо-Верде; 佛得角; الرأس الأخضر"),
    ("CZE", "Czech Republic; Tchéquie; Chequia; Чехия; 捷克; التشيك"),
    ("DEU", "Federal Republic of Germany; FRG; BRD; RFA"),
    ("DOM", "Dominican Rep.; Rép. dominicaine; Rep. Dominicana; 多米尼加共和国"),
    ("FSM", "Micronesia; F.S.M.; Micronésie; Микронезия; 密克罗尼西亚; ميكرونيزيا"),
    (
        "GBR",
        "UK; U.K.; United Kingdom; UK of Great Britain and Northern Ireland; Great Britain and Northern Ireland; Great Britain; Britain; Royaume-Uni; Grande-Bretagne; Reino Unido; \
        Gran Bretaña; Великобритания; Соединенное Королевство; 英国; المملكة المتحدة; بريطانيا",
    ),
    ("GMB", "The Gambia; Gambia; Gambie; Гамбия; 冈比亚; غامبيا"),
    ("IRL", "Republic of Ireland; Irish Republic; Éire"),
    ("IRN", "Iran; Irán; Иран; 伊朗; إيران"),
    (
        "KOR",
        "South Korea; Korea South; Korea (South); S. Korea; ROK; R.O.K.; Rep. of Korea; Korea, Rep.; \
        Korea (Republic of); Corée du Sud; Rép. de Corée; Corea del Sur; Южная Корея; 韩国; 南韩; \
        كوريا الجنوبية",
    ),
    ("LAO", "Laos; Lao PDR; Lao P.D.R.; Лаос; 老挝; لاوس"),
    ("LBY", "Libya; Libye; Libia; Ливия; 利比亚; ليبيا"),
    ("MDA", "Moldova; Moldavie; Moldavia; Молдова; Молдавия; 摩尔多瓦; مولدوفا"),
    ("MKD", "Macedonia; FYROM; Macédoine; Македония; 马其顿; مقدونيا"),
    ("MMR", "Burma; Birmanie; Birmania; Бирма; 缅甸; بورما"),
    ("NLD", "Holland; The Netherlands; Hollande; Holanda; Голландия; 荷兰; هولندا"),
    (
        "PRK",
        "North Korea; Korea North; Korea (North); N. Korea; DPRK; D.P.R.K.; DPR Korea; RPDC; \
        Corée du Nord; Corea del Norte; Северная Корея; КНДР; 朝鲜; 北韩; كوريا الشمالية",
    ),
    ("PSE", "Palestine; Palestina; Палестина; 巴勒斯坦; فلسطين"),
    ("RUS", "Russia; Russian Fed.; Росс. Федерация; Russie; Rusia; Россия; РФ; 俄罗斯; 俄国; روسيا"),
    ("SAU", "KSA; K.S.A.; السعودية"),
    ("STP", "Sao Tome; São Tomé; Сан-Томе; 圣多美"),
    ("SVK", "Slovak Republic; République slovaque; República Eslovaca"),
    ("SWZ", "Swaziland; Suazilandia; Свазиленд; 斯威士兰; سوازيلند"),
    ("SYR", "Syria; Syrie; Siria; Сирия; 叙利亚; سوريا; سورية"),
    ("TLS", "East Timor; Timor oriental; Восточный Тимор; 东帝汶; تيمور الشرقية"),
    ("TUR", "Turkey; Turquie; Turquía; Турция; 土耳其; تركيا"),
    ("TZA", "Tanzania; Tanzanie; Tanzanía; Танзания; 坦桑尼亚; تنزانيا"),
    (
        "USA",
        "U.S.; U.S.A.; United States; America; É.-U.; États-Unis; EE.UU.; EEUU; EUA; Estados Unidos; \
        США; Америка; 美国; الولايات المتحدة; أمريكا",
    ),
    ("VAT", "Vatican; The Vatican; Vatican City; Vaticano; Ватикан; 梵蒂冈; الفاتيكان"),
    ("VNM", "Vietnam; Viêt-Nam; Вьетнам; 越南; فيتنام"),
];

/// Names of States in their own languages, as far as these are none that come with the program.
pub(super) const LOCAL: [(&str, &str); 32] = [
    ("Deutschland", "DEU"),
    ("Österreich", "AUT"),
    ("Schweiz", "CHE"),
    ("Svizzera", "CHE"),
    ("Italia", "ITA"),
    ("Nederland", "NLD"),
    ("België", "BEL"),
    ("Danmark", "DNK"),
    ("Norge", "NOR"),
    ("Sverige", "SWE"),
    ("Suomi", "FIN"),
    ("Ísland", "ISL"),
    ("Polska", "POL"),
    ("Česko", "CZE"),
    ("Česká republika", "CZE"),
    ("Slovensko", "SVK"),
    ("Magyarország", "HUN"),
    ("România", "ROU"),
    ("Hrvatska", "HRV"),
    ("Slovenija", "SVN"),
    ("Србија", "SRB"),
    ("България", "BGR"),
    ("Ελλάδα", "GRC"),
    ("Україна", "UKR"),
    ("Eesti", "EST"),
    ("Latvija", "LVA"),
    ("Lietuva", "LTU"),
    ("Shqipëria", "ALB"),
    ("Brasil", "BRA"),
    ("Moçambique", "MOZ"),
    ("日本", "JPN"),
    ("대한민국", "KOR"),
];

/// Words that may mean several States.
pub(super) const UNCLEAR: [(&str, &str); 3] = [
    ("Congo; Конго; 刚果; الكونغو", "COD; COG"),
    ("Guinea; Guinée; Гвинея; 几内亚; غينيا", "GIN; GNB; GNQ; PNG"),
    ("Korea; Corée; Corea; Корея; 高丽; كوريا", "KOR; PRK"),
];
