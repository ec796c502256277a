//! Workbooks as offices keep them.

use rust_xlsxwriter::{Format, Workbook};

/// A row of texts.
pub(crate) type Row = Vec<String>;

/// A row of texts between bars.
fn cells(text: &str) -> Row {
    text.split('|').map(str::to_owned).collect()
}

fn row<const N: usize>(cells: [&str; N]) -> Row {
    cells.map(str::to_owned).to_vec()
}

/// A workbook with one sheet: a title merged over all columns, an empty row, headings, rows.
pub(super) fn workbook(sheet_name: &str, title: &str, rows: &[Row]) -> Workbook {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(sheet_name).expect("a name");
    let width = rows.first().map_or(2, Vec::len);
    let last = u16::try_from(width - 1).expect("few columns");
    sheet.merge_range(0, 0, 0, last, title, &Format::new().set_bold()).expect("merged");
    for (number, row) in (2..).zip(rows) {
        for (column, cell) in (0..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(number, column, cell).expect("a cell");
        }
    }
    book
}

/// States of a fisheries commission: name as the office writes it, first language.
const STATES: &str = "Angola=Portuguese; Argentina=Spanish; Belgium=French; Brazil=English; Canada=English; \
    Cape Verde=French; China=English; Côte d'Ivoire=French; DRC=French; Denmark=English; \
    Egypt=English; France=French; Gabon=French; Gambia, The=English; Ghana=English; Iceland=English; \
    Iran=English; Ireland=English; Japan=English; Kenya=English; Mexico=Spanish; Morocco=French; \
    Netherlands=English; Nigeria=English; Norway=English; Panama=Spanish; Poland=English; \
    Portugal=English; Russia=English; Senegal=French; South Korea=English; Spain=Spanish; \
    Turkey=English; UK=English; USA=English; Vietnam=English";

const ORGANISATIONS: [&str; 4] = ["FAO", "International Whaling Commission", "NAFO", "World Bank"];

/// The list of 40 contacts of a fisheries commission, with titles in names, several e-mails in a cell, a row of totals and a note.
pub(crate) fn commission() -> Workbook {
    let mut rows = vec![cells(
        "No.|Country|Ministry / Organisation|Name|M/F|Address|City|E-mail|Tel.|Language|Send by|Remarks",
    )];
    for (index, state) in STATES.split("; ").enumerate() {
        let (state, language) = state.split_once('=').expect("a language");
        let number = (index + 1).to_string();
        let gender = if index % 3 == 0 { "F" } else { "M" };
        let title = if index % 3 == 0 { "H.E. Ms." } else { "H.E. Mr." };
        let name = if index % 2 == 0 { format!("{title} Name{number} SURNAME") } else { String::new() };
        let gender = if name.is_empty() { "" } else { gender };
        let send_by = ["email", "courier", "E-mail", "DHL", "Post"][index % 5];
        let emails = format!("office{number}@min.example; minister{number}@min.example");
        rows.push(row([
            &number,
            state,
            &format!("Ministry of Fisheries {number}"),
            &name,
            gender,
            &format!("{number} Harbour Road"),
            &format!("City{number}"),
            &emails,
            "+41 22 730 6393",
            language,
            send_by,
            if index % 7 == 0 { "see file" } else { "" },
        ]));
    }
    for (index, organisation) in (37..).zip(ORGANISATIONS) {
        let number = index.to_string();
        rows.push(row([
            &number,
            "",
            organisation,
            "",
            "",
            "1 Agency Square",
            "Rome",
            &format!("info{number}@org.example"),
            "",
            "English",
            "email",
            "",
        ]));
    }
    rows.push(cells("|Total: 40 contacts||||||||||"));
    rows.push(cells("|Updated by the secretariat in May||||||||||"));
    let mut book = workbook("Contacts", "Commission contacts 2027", &rows);
    book.add_worksheet()
        .set_name("Notes")
        .expect("a name")
        .write(0, 0, "Ask Maria before you change anything")
        .expect("a cell");
    book
}

/// A list of a commission, with functions of people who are no ministers; and the address of each letter.
pub(crate) fn english() -> (Workbook, Vec<Row>) {
    let rows = [
        cells("Country|Department|Name|Title|Position|Address|Zip|City|Email|Language|Send by"),
        cells(
            "Norway|Directorate of Fisheries|Kari NORDMANN|Ms|Director of Fisheries|Strandgaten 229|5804|Bergen|a@no.example|en|courier",
        ),
        cells(
            "UK|Marine Directorate|John SMITH|Mr|Head of Unit|17 Smith Square||London SW1P 3JR|b@uk.example|English|post",
        ),
        cells(
            "Korea, Republic of|Ministry of Oceans||||94 Dasom 2-ro\nSejong|30110|Sejong|c@kr.example|English|by hand",
        ),
        cells(
            "DRC|Ministry of Agriculture|Marie ILUNGA|Mme|Secretary-General|Avenue Batetela 1||Kinshasa|d@cd.example; e@cd.example|English|email",
        ),
        cells("Total|4|||||||||"),
    ];
    let addresses = vec![
        cells(
            "NOR|Ms Kari NORDMANN|Director of Fisheries|Directorate of Fisheries|Strandgaten 229|5804 Bergen|NORWAY",
        ),
        cells(
            "GBR|Mr John SMITH|Head of Unit|Marine Directorate|17 Smith Square|London SW1P 3JR|UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND",
        ),
        cells(
            "KOR|His/Her Excellency the Minister for Oceans of the Republic of Korea|Ministry of Oceans|94 Dasom 2-ro|Sejong|30110|KOREA, REPUBLIC OF",
        ),
        cells(
            "COD|Ms Marie ILUNGA|Secretary-General|Ministry of Agriculture|Avenue Batetela 1|Kinshasa|DEMOCRATIC REPUBLIC OF THE CONGO",
        ),
    ];
    (workbook("List", "Contacts of the Commission (as of 3 May)", &rows), addresses)
}

/// A list of a ministry: headings on two rows, with merged cells among headings and rows; and the address of each letter.
pub(super) fn french() -> (Workbook, Vec<Row>) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Liste").expect("a name");
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 8, "Liste des ministères — diffusion restreinte", &plain).expect("merged");
    for (column, heading) in [(0, "Pays"), (1, "Ministère"), (2, "Civilité"), (3, "Nom et prénom")] {
        sheet.merge_range(2, column, 3, column, heading, &plain).expect("merged");
    }
    sheet.merge_range(2, 4, 2, 6, "Adresse postale", &plain).expect("merged");
    for (column, heading) in [(4, "Rue"), (5, "Code postal"), (6, "Ville")] {
        sheet.write(3, column, heading).expect("a cell");
    }
    for (column, heading) in [(7, "Courriel"), (8, "Mode d'envoi"), (9, "Langue"), (10, "Observations")] {
        sheet.merge_range(2, column, 3, column, heading, &plain).expect("merged");
    }
    let rows = [
        cells(
            "Sénégal|Ministère des pêches|M.|DIOP Amadou|Sphère ministérielle|BP 4050|Dakar|a@sn.example|valise|français|à vérifier",
        ),
        cells(
            "Côte d’Ivoire|Ministère des affaires étrangères|Mme|KOUASSI Awa|Bloc ministériel||Abidjan|b@ci.example|courriel|FR|",
        ),
        cells(
            "|Ministère des ressources animales|M.|KONE Ali|Immeuble CAISTAB||Abidjan|c@ci.example|courriel|FR|",
        ),
        cells("Suisse|Département fédéral|||Bundesgasse 3|3003|Berne|d@ch.example|recommandé|fr, de|"),
    ];
    for (number, row) in (4..).zip(&rows) {
        for (column, cell) in (0..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(number, column, cell).expect("a cell");
        }
    }
    sheet.merge_range(5, 0, 6, 0, "Côte d’Ivoire", &plain).expect("merged");
    sheet.write(9, 0, "Mis à jour par le protocole").expect("a cell");
    let ministers = "Ministre des affaires étrangères";
    let addresses = vec![
        cells(
            "SEN|Son Excellence Monsieur DIOP Amadou|Ministre des pêches de la République du Sénégal|Ministère des pêches|Sphère ministérielle|BP 4050 Dakar|SÉNÉGAL",
        ),
        cells(&format!(
            "CIV|Son Excellence Madame KOUASSI Awa|{ministers} de la République de Côte d’Ivoire|Ministère des affaires étrangères|Bloc ministériel|Abidjan|CÔTE D’IVOIRE"
        )),
        cells(
            "CIV-2|Son Excellence Monsieur KONE Ali|Ministre des ressources animales de la République de Côte d’Ivoire|Ministère des ressources animales|Immeuble CAISTAB|Abidjan|CÔTE D’IVOIRE",
        ),
        cells(&format!(
            "CHE|Son Excellence Madame la/Monsieur le {ministers} de la Confédération suisse|Département fédéral|Bundesgasse 3|3003 Berne|SUISSE"
        )),
    ];
    (book, addresses)
}

/// An Arabic list of organisations; and the address of each letter.
pub(super) fn arabic() -> (Workbook, Vec<Row>) {
    let rows = [
        cells(
            "م|اسم المنظمة|الدولة|اسم المسؤول|الجنس|العنوان|المدينة|البريد الإلكتروني|اللغة|طريقة الإرسال|ملاحظات",
        ),
        cells("1|جمعية الصيادين|مصر|أحمد حسن|ذكر|شارع النيل 5|القاهرة|a@eg.example|العربية|بريد إلكتروني|"),
        cells("2|اتحاد البحارة|تونس|ليلى بن علي|أنثى|نهج قرطاج 12|تونس|b@tn.example|العربية|البريد|"),
        cells("3|مركز البيئة|لبنان|||شارع الحمرا|بيروت|c@lb.example|العربية|باليد|عضو جديد"),
        cells("المجموع|3|||||||||"),
    ];
    let addresses = vec![
        cells("ORG-1|السيد أحمد حسن|جمعية الصيادين|شارع النيل 5|القاهرة|مصر"),
        cells("ORG-2|السيدة ليلى بن علي|اتحاد البحارة|نهج قرطاج 12|تونس|تونس"),
        cells("ORG-3|مركز البيئة|شارع الحمرا|بيروت|لبنان"),
    ];
    (workbook("القائمة", "قائمة المنظمات غير الحكومية", &rows), addresses)
}
