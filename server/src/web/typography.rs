//! French typography of what people typed, where it is shown on one line: no space that can break before high
//! punctuation or inside quotation marks, and the article of a name after « de ».

/// The same words with a narrow no-break space before ; : ! ? » and after «, where there was a space.
pub fn set(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let before = letter == ' ' && letters.peek().is_some_and(|next| ";:!?»".contains(*next));
        let after = letter == ' ' && out.ends_with('«');
        out.push(if before || after { '\u{202f}' } else { letter });
    }
    out
}

/// « de Sicoval », « d’Albi », « de l’Agglo Foix-Varilhes », « du Grand Montauban », « de la Région Occitanie »: a
/// territory's name after « de », with the article that its first word takes.
pub fn of(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or_default();
    match first {
        "Région" | "Métropole" | "Communauté" => format!("de la {name}"),
        "Agglo" | "Agglomération" => format!("de l’{name}"),
        "Grand" | "Pays" | "Sicoval" => format!("du {name}"),
        _ if name.starts_with(|letter: char| "AEIOUYÉÈÊÎÔŒaeiou".contains(letter)) => {
            format!("d’{name}")
        }
        _ => format!("de {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{of, set};

    #[test]
    fn high_punctuation_stays_with_its_word() {
        let title = set("Le rail : « vite » ?");
        assert_eq!(title, "Le rail\u{202f}: «\u{202f}vite\u{202f}»\u{202f}?");
        assert_eq!(set("14:30"), "14:30");
    }

    #[test]
    fn a_name_takes_its_article() {
        for (name, said) in [
            ("Agglo Foix-Varilhes", "de l’Agglo Foix-Varilhes"),
            ("Albigeois", "d’Albigeois"),
            ("Carcassonne Agglo", "de Carcassonne Agglo"),
            ("Grand Montauban", "du Grand Montauban"),
            ("Région Occitanie", "de la Région Occitanie"),
            ("Toulouse Métropole", "de Toulouse Métropole"),
        ] {
            assert_eq!(of(name), said);
        }
    }
}
