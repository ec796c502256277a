//! Headings as offices write them in six languages, and the columns they mean. Plain data.

use super::model::Meaning;

/// Headings of each meaning, in English, French, Spanish, Russian, Chinese and Arabic, with the tag of the language before each.
pub(super) const HEADINGS: [(Meaning, &str); 25] = [
    (
        Meaning::Country,
        "en: country; country name; state; member state; member; state party; party; nation; iso; iso code; country code; delegation; \
         fr: pays; état; état membre; nom du pays; partie; code pays; \
         es: país; estado; estado miembro; nombre del país; código de país; \
         ru: страна; государство; государство-член; название страны; \
         zh: 国家; 国别; 成员国; 国家名称; 会员国; \
         ar: الدولة; البلد; دولة; بلد; الدولة العضو; اسم الدولة; اسم البلد",
    ),
    (
        Meaning::Id,
        "en: id; identifier; recipient id; contact id; record id; fr: identifiant; es: identificador; ru: идентификатор; zh: 编号; ar: المعرف",
    ),
    (
        Meaning::Number,
        "en: no; number; row; item; fr: n°; numéro; nº; es: núm; número; ru: №; № п/п; номер; zh: 序号; 号; ar: الرقم; رقم; م; ت",
    ),
    (
        Meaning::Kind,
        "en: kind; kind of recipient; recipient type; type; category; member type; fr: catégorie; nature; es: tipo; categoría; \
         ru: тип; категория; zh: 类别; 类型; ar: النوع; الفئة; نوع العضو",
    ),
    (
        Meaning::Ministry,
        "en: ministry; ministry name; name of ministry; department; ministry or department; ministry/department; authority; administration; \
         competent authority; agency; institution; office; fr: ministère; nom du ministère; département; administration; autorité; \
         direction; service; es: ministerio; nombre del ministerio; departamento; administración; autoridad; institución; \
         ru: министерство; ведомство; учреждение; орган; zh: 部门; 部委; 机构; 主管部门; 机构名称; ar: الوزارة; اسم الوزارة; الجهة; الإدارة; الهيئة",
    ),
    (
        Meaning::Organisation,
        "en: organisation; organization; organisation name; organization name; name of organization; ngo; company; entity; fr: organisme; nom de l'organisation; ong; \
         entité; es: organización; organismo; nombre de la organización; entidad; ru: организация; название организации; \
         zh: 组织; 组织名称; 单位; ar: المنظمة; اسم المنظمة; الجمعية; اسم الجمعية; المؤسسة",
    ),
    (
        Meaning::Name,
        "en: name; full name; name of addressee; addressee; addressee name; contact; contact name; contact person; focal point; head of delegation; \
         minister; name of minister; fr: nom et prénom; nom complet; prénom et nom; nom du ministre; destinataire; titulaire; ministre; \
         point focal; personne de contact; es: nombre completo; nombre y apellidos; nombre; destinatario; contacto; punto focal; ministro; \
         ru: фио; имя и фамилия; полное имя; адресат; контактное лицо; министр; zh: 姓名; 联系人; 收件人; 部长; \
         ar: الاسم; الاسم الكامل; اسم المسؤول; المرسل إليه; جهة الاتصال; الاسم الثلاثي; اسم الوزير; الوزير",
    ),
    (
        Meaning::FirstName,
        "en: first name; given name; given names; forename; fr: prénom; prénoms; es: nombre de pila; nombres; ru: имя; zh: 名; ar: الاسم الأول",
    ),
    (
        Meaning::FamilyName,
        "en: family name; last name; surname; fr: nom; nom de famille; es: apellido; apellidos; ru: фамилия; zh: 姓; ar: اسم العائلة; اللقب العائلي",
    ),
    (
        Meaning::Gender,
        "en: gender; sex; m/f; mr/ms; mr/mrs; mr/mrs/ms; mr/ms/mrs; salutation; form of address; courtesy title; civil title; fr: genre; sexe; civilité; titre de civilité; m/mme; m/mme/mlle; \
         es: género; sexo; tratamiento; sr/sra; ru: пол; обращение; zh: 性别; 称谓; ar: الجنس; النوع الاجتماعي; صيغة المخاطبة",
    ),
    (
        Meaning::Function,
        "en: function; position; job title; post title; designation; role; office held; rank and title; official title; fr: fonction; \
         fonctions; poste; qualité; es: cargo; puesto; función; ru: должность; пост; zh: 职务; 职位; 职称; ar: المنصب; الوظيفة; الصفة; المسمى الوظيفي",
    ),
    (Meaning::Title, "en: title; titles; fr: titre; es: título; ru: титул; звание; zh: 头衔; ar: اللقب"),
    (
        Meaning::Address,
        "en: address; postal address; mailing address; street; street and number; street address; address line; p.o. box; po box; building; full address; address (lines); \
         fr: adresse; adresse postale; rue; boîte postale; bp; adresse complète; complément d'adresse; es: dirección; dirección postal; \
         calle; apartado postal; domicilio; ru: адрес; почтовый адрес; улица; zh: 地址; 通讯地址; 邮寄地址; 街道; \
         ar: العنوان; العنوان البريدي; الشارع; صندوق البريد; ص.ب",
    ),
    (
        Meaning::Postcode,
        "en: postcode; post code; postal code; zip; zip code; fr: code postal; cp; es: código postal; c.p.; ru: индекс; почтовый индекс; zh: 邮编; 邮政编码; \
         ar: الرمز البريدي",
    ),
    (
        Meaning::City,
        "en: city; town; city/town; capital; place; location; fr: ville; localité; lieu; es: ciudad; localidad; ru: город; zh: 城市; 市; ar: المدينة; مدينة",
    ),
    (
        Meaning::Emails,
        "en: e-mail; e-mails; mail; e-mail address; e-mail addresses; email contact; fr: courriel; courriels; mél; adresse électronique; \
         adresse e-mail; adresse de courriel; es: correo electrónico; correo; correo-e; correos electrónicos; dirección electrónica; \
         ru: эл. почта; электронная почта; эл. адрес; адрес электронной почты; имейл; zh: 电子邮件; 电邮; 邮箱; 电子邮箱; 电子邮件地址; \
         ar: البريد الإلكتروني; بريد إلكتروني; البريد الالكتروني; الإيميل",
    ),
    (
        Meaning::Telephone,
        "en: tel; telephone; telephone number; phone; phone number; tel no; mobile; mobile phone; cell; cell phone; fr: téléphone; tél; portable; n° de téléphone; \
         es: teléfono; móvil; celular; ru: тел; телефон; мобильный; zh: 电话; 电话号码; 手机; ar: الهاتف; رقم الهاتف; هاتف; الجوال; المحمول; تلفون",
    ),
    (
        Meaning::Fax,
        "en: fax; fax number; fax no; telefax; fr: télécopie; télécopieur; n° de fax; es: número de fax; ru: факс; zh: 传真; 传真号码; ar: الفاكس; رقم الفاكس; فاكس",
    ),
    (
        Meaning::Channels,
        "en: channel; channels; dispatch; dispatch channel; send by; sent by; sending; delivery; delivery method; means of dispatch; method; way of sending; \
         fr: mode d'envoi; envoi; envoi par; expédition; voie; moyen d'envoi; acheminement; es: envío; modo de envío; medio de envío; enviar por; vía; \
         ru: способ отправки; отправка; канал; доставка; способ доставки; zh: 发送方式; 寄送方式; 方式; 发送渠道; 投递方式; \
         ar: طريقة الإرسال; وسيلة الإرسال; الإرسال; طريقة التسليم",
    ),
    (
        Meaning::Languages,
        "en: language; languages; language of correspondence; preferred language; working language; lang; fr: langue; langues; langue de correspondance; langue de travail; \
         es: idioma; idiomas; lengua; idioma de correspondencia; ru: язык; языки; язык переписки; zh: 语言; 语文; 工作语言; 通信语言; \
         ar: اللغة; لغة المراسلة; اللغات; لغة المراسلات",
    ),
    (
        Meaning::SecondLanguage,
        "en: second language; fr: deuxième langue; seconde langue; es: segundo idioma; ru: второй язык; zh: 第二语言; ar: اللغة الثانية",
    ),
    (
        Meaning::Remarks,
        "en: remarks; remark; notes; note; comments; comment; observations; fr: remarques; remarque; commentaires; es: observaciones; notas; comentarios; \
         ru: примечания; примечание; комментарий; zh: 备注; 说明; 注; ar: ملاحظات; الملاحظات; ملاحظة",
    ),
    (Meaning::Rank, "en: rank; protocol rank; fr: rang; es: rango; ru: ранг; zh: 级别; ar: الرتبة; المرتبة"),
    (
        Meaning::Website,
        "en: website; web; web site; url; fr: site web; site internet; es: sitio web; página web; ru: сайт; zh: 网站; 网址; ar: الموقع; الموقع الإلكتروني",
    ),
    (
        Meaning::Group,
        "en: group; groups; recipient group; fr: groupe; groupes; es: grupo; grupos; ru: группа; группы; zh: 组别; 分组; ar: المجموعة; المجموعات",
    ),
];

/// Parts of a heading that mean a column even among other words.
pub(super) const PARTS: [(Meaning, &str); 9] = [
    (Meaning::Emails, "email; courriel; correoelectr; почт; 邮件; 邮箱; إلكتروني; الكتروني"),
    (Meaning::Fax, "fax; télécop; факс; 传真; فاكس"),
    (Meaning::Telephone, "phone; téléph; teléf; телефон; 电话; هاتف"),
    (Meaning::Postcode, "postcode; postalcode; codepostal; códigopostal; индекс; 邮编"),
    (Meaning::Languages, "language; langue; idioma; язык; 语言; اللغة"),
    (Meaning::Country, "country; pays; país; страна; 国家; الدولة; البلد"),
    (Meaning::Address, "address; adresse; direcci; адрес; 地址; العنوان"),
    (Meaning::Ministry, "ministry; ministère; ministerio; министерств; الوزارة"),
    (Meaning::City, "city; ville; ciudad; город; 城市; المدينة"),
];

/// Words of headings that mean a column where no other is it, such as `Name of the Minister`.
pub(super) const WORDS: [(Meaning, &str); 2] = [
    (Meaning::Name, "name; names; nom; nombre; имя; фио; 姓名; اسم; الاسم"),
    (Meaning::Address, "street; rue; calle; улица; ул; 街道; شارع; الشارع"),
];
