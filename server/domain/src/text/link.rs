//! Where marked characters may lead.

/// An address outside the text, and the words said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    href: String,
    title: String,
}

/// Longest address, and longest title, in bytes.
const MAX_LENGTH: usize = 2_048;

/// What an address may begin with; anything else could act in the reader's name (`javascript:`) or lead nowhere.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

impl Link {
    /// A link to `href`, unless its scheme is not http, https or mailto, it holds a blank or a control
    /// character, leads to nothing, or is longer than 2,048 bytes, as `title` may not be either. What no address may
    /// hold (`"`, `<`, `>`, `\`) is percent-encoded (RFC 3986). Blanks of `title` are reduced to single spaces, and
    /// backslashes at its end dropped, which not every reader of Markdown can read there.
    pub fn new(href: &str, title: &str) -> Option<Self> {
        let href = href
            .trim()
            .replace('"', "%22")
            .replace('<', "%3C")
            .replace('>', "%3E")
            .replace('\\', "%5C");
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = title
            .trim_end_matches(|c: char| c == '\\' || c.is_whitespace())
            .to_owned();
        let printable = |text: &str| {
            !text
                .chars()
                .any(|c| c.is_control() || !super::is_allowed(c))
        };
        let whole = !href.chars().any(char::is_whitespace) && printable(&href) && printable(&title);
        let short = href.len().max(title.len()) <= MAX_LENGTH;
        (whole && short && leads_somewhere(&href)).then_some(Self { href, title })
    }

    /// The address, beginning with one of the three schemes.
    pub fn href(&self) -> &str {
        &self.href
    }

    /// What is said about it; empty when nothing is.
    pub fn title(&self) -> &str {
        &self.title
    }
}

fn leads_somewhere(href: &str) -> bool {
    SCHEMES.iter().any(|scheme| {
        let start = href.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && href.len() > scheme.len()
    })
}

#[cfg(test)]
mod tests {
    use super::Link;

    #[test]
    fn only_three_schemes_lead_somewhere() {
        for good in [
            "http://a",
            "HTTPS://a.fr/é(1)",
            "mailto:a@b.fr",
            " https://a.fr ",
        ] {
            assert!(Link::new(good, "").is_some(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "/relatif",
            "#ancre",
            "",
            "https://",
            "https://a b",
            "java\nscript:x",
        ] {
            assert!(Link::new(bad, "").is_none(), "{bad}");
        }
    }

    #[test]
    fn what_is_said_fits_on_a_line() {
        let link = Link::new("https://a.fr", " deux\n mots ").unwrap();
        assert_eq!(link.title(), "deux mots");
    }
}
