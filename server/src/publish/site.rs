//! Who publishes, and from where: what feeds and data about a text say beside it.

/// The association's public site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The association's name.
    pub association: String,
    /// The site's address, without a slash at the end.
    pub url: String,
}

impl Site {
    /// The whole address of a path, which begins with a slash.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

/// The names of several things as a sentence says them: « A, B et C ».
pub fn enumerate<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [before @ .., last] => format!("{} et {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::enumerate;

    #[test]
    fn names_make_a_sentence() {
        assert_eq!(enumerate([]), "");
        assert_eq!(enumerate(["Sicoval"]), "Sicoval");
        assert_eq!(enumerate(["A", "B", "C"]), "A, B et C");
    }
}
