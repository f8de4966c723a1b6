//! Who was there, in lines: « Présents : Sicoval, Grand Montauban ».

use dires_domain::decision::Presence;

/// A territory's name, whether it was there, and the name of the territory that held its pouvoir.
pub type There<'a> = (&'a str, Presence, Option<&'a str>);

/// One line for each way of being there that somebody had, and the names.
pub fn attendance(chair: Option<&str>, there: &[There<'_>]) -> Vec<(&'static str, String)> {
    let chaired = chair.map(|name| ("Présidence de séance", name.to_owned()));
    let lines = Presence::ALL.iter().filter_map(|presence| {
        let names: Vec<_> = there
            .iter()
            .filter(|it| it.1 == *presence)
            .map(named)
            .collect();
        (!names.is_empty()).then(|| (heading(*presence, names.len() > 1), names.join(", ")))
    });
    chaired.into_iter().chain(lines).collect()
}

fn named((name, _, holder): &There<'_>) -> String {
    match holder {
        Some(holder) => format!("{name} (pouvoir à {holder})"),
        None => (*name).to_owned(),
    }
}

const fn heading(presence: Presence, several: bool) -> &'static str {
    match (presence, several) {
        (Presence::Present, false) => "Présent",
        (Presence::Present, true) => "Présents",
        (Presence::Late, false) => "Arrivé après l’ouverture",
        (Presence::Late, true) => "Arrivés après l’ouverture",
        (Presence::Left, false) => "Parti avant le vote",
        (Presence::Left, true) => "Partis avant le vote",
        (Presence::Represented, false) => "Représenté",
        (Presence::Represented, true) => "Représentés",
        (Presence::Excused, false) => "Excusé",
        (Presence::Excused, true) => "Excusés",
        (Presence::Absent, false) => "Absent",
        (Presence::Absent, true) => "Absents",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_being_there_is_a_line() {
        let there = [
            ("Sicoval", Presence::Present, None),
            (
                "Agglo Foix-Varilhes",
                Presence::Represented,
                Some("Sicoval"),
            ),
            ("Grand Montauban", Presence::Present, None),
        ];
        let lines = attendance(Some("Sicoval"), &there);
        let expected = [
            ("Présidence de séance", "Sicoval"),
            ("Présents", "Sicoval, Grand Montauban"),
            ("Représenté", "Agglo Foix-Varilhes (pouvoir à Sicoval)"),
        ];
        assert_eq!(
            lines,
            expected.map(|(term, names)| (term, names.to_owned()))
        );
    }
}
