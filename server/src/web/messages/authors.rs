//! What the page of authors says.

/// Who wrote for no territory.
pub const ASSOCIATION: &str = "Association";

/// What stands above all headings.
pub const OPENING: &str = "Avant le premier titre";

/// Who wrote a passage, and when.
pub fn passage(who: &str, when: &str) -> String {
    match when {
        "" => who.to_owned(),
        when => format!("{who}, le {when}"),
    }
}
