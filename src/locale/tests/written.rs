//! Dates as people write them.

use crate::locale::{WrittenDate, read_written_date};

fn months(names: &str) -> Vec<Vec<String>> {
    names.split('/').map(|form| form.split_whitespace().map(str::to_owned).collect()).collect()
}

#[track_caller]
fn hold(names: &str, cases: &[(&str, &str)]) {
    for (written, meant) in cases {
        let shown = match read_written_date(written, &months(names)) {
            None => String::new(),
            Some(WrittenDate::One(date)) => date.to_string(),
            Some(WrittenDate::Either(one, other)) => format!("{one} {other}"),
            Some(WrittenDate::Beyond(last)) => format!("beyond {last}"),
        };
        assert_eq!(shown, *meant, "{written}");
    }
}

#[test]
fn numbers_are_read_where_they_mean_one_day() {
    hold(
        "",
        &[
            ("2027-03-09", "2027-03-09"),
            (" 2027/3/9 ", "2027-03-09"),
            ("20270309", "2027-03-09"),
            ("13.03.2027", "2027-03-13"),
            ("3.4.2027", "2027-04-03"),
            ("13/3/2027", "2027-03-13"),
            ("3/13/2027", "2027-03-13"),
            ("12/02/2027", "2027-02-12 2027-12-02"),
            ("5/5/2027", "2027-05-05"),
            ("2027年3月9日", "2027-03-09"),
            ("2027년 3월 9일", "2027-03-09"),
            ("٢٠٢٧-٠٣-٠٩", "2027-03-09"),
            ("30/02/2027", "beyond 2027-02-28"),
            ("31/04/2027", "beyond 2027-04-30"),
            ("4/31/2027", "beyond 2027-04-30"),
            ("2027-04-0", ""),
            ("9 3 2027", ""),
            ("9.3.27", ""),
            ("soon", ""),
            ("", ""),
        ],
    );
}

#[test]
fn months_are_read_in_the_words_of_the_language() {
    let english = "January February March April May June July August September October November December";
    hold(
        english,
        &[
            ("9 March 2027", "2027-03-09"),
            ("9th march 2027", "2027-03-09"),
            ("March 9, 2027", "2027-03-09"),
            ("2027 March 9", "2027-03-09"),
            ("the 9th of May 2027", "2027-05-09"),
            ("30 February 2027", "beyond 2027-02-28"),
            ("Mon 9 March 2027", ""),
            ("March 2027", ""),
            ("9 March", ""),
            ("9 March 2027 or later perhaps", ""),
            ("9 Marzo 2027", ""),
        ],
    );
    let french = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre";
    hold(
        french,
        &[
            ("1er août 2027", "2027-08-01"),
            ("9 MARS 2027", "2027-03-09"),
            ("le 9 fe\u{301}vrier 2027", "2027-02-09"),
        ],
    );
    let russian = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря/январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре";
    hold(russian, &[("9 марта 2027 г.", "2027-03-09"), ("9 марта 2027 года", "2027-03-09")]);
    let spanish = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre";
    hold(spanish, &[("9 de marzo de 2027", "2027-03-09"), ("1.º de mayo de 2027", "2027-05-01")]);
    let arabic = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر";
    hold(arabic, &[("9 مارس 2027", "2027-03-09"), ("٩ مارس ٢٠٢٧", "2027-03-09")]);
    let chinese = "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月";
    hold(
        chinese,
        &[("2027年3月9日", "2027-03-09"), ("2027年11月9日", "2027-11-09"), ("2027年12月1日", "2027-12-01")],
    );
}
