//! The address of a published text: a year and a few words, for ever.

use dires_domain::text::slug;

/// What a text is called in addresses when its title has no letter to write there.
const NAMELESS: &str = "texte";

/// The words of the title for an address, followed by `-2`, `-3`… while `taken` has them.
pub fn free(title: &str, taken: &[String]) -> String {
    let words = Some(slug(title)).filter(|words| !words.is_empty());
    let words = words.unwrap_or_else(|| NAMELESS.to_owned());
    let mut candidate = words.clone();
    let mut count = 1;
    while taken.contains(&candidate) {
        count += 1;
        candidate = format!("{words}-{count}");
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::free;

    #[test]
    fn the_first_number_that_is_free() {
        let taken = [
            "zero-artificialisation".to_owned(),
            "zero-artificialisation-2".to_owned(),
        ];
        assert_eq!(
            free("Zéro artificialisation", &[]),
            "zero-artificialisation"
        );
        assert_eq!(
            free("Zéro artificialisation", &taken),
            "zero-artificialisation-3"
        );
        assert_eq!(free("« ! »", &[]), "texte");
    }
}
