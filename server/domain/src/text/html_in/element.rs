//! A start tag, and what its attributes say about the words in it.

use html5ever::tokenizer::Tag;

/// A start tag: name and attributes in lower case as HTML has them, values as written.
pub struct Element {
    /// `p`, `o:p`…
    pub name: String,
    /// It closes itself, as XML's do: HTML heeds it only where it does not know the name (`<o:p/>`).
    pub empty: bool,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// What `tag` says.
    pub fn new(tag: &Tag) -> Self {
        let attributes = tag.attrs.iter().map(|attribute| {
            (
                attribute.name.local.to_string(),
                attribute.value.to_string(),
            )
        });
        Self {
            name: tag.name.to_string(),
            empty: tag.self_closing && tag.name.contains(':'),
            attributes: attributes.collect(),
        }
    }

    /// The value of an attribute, empty when there is none.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// The value of a property in the `style` attribute, trimmed and in lower case.
    pub fn style(&self, property: &str) -> Option<String> {
        self.attribute("style").split(';').find_map(|declaration| {
            let (name, value) = declaration.split_once(':')?;
            name.trim()
                .eq_ignore_ascii_case(property)
                .then(|| value.trim().to_ascii_lowercase())
        })
    }

    /// Whether a class begins with `prefix`.
    pub fn has_class(&self, prefix: &str) -> bool {
        self.attribute("class")
            .split_ascii_whitespace()
            .any(|class| class.starts_with(prefix))
    }

    /// Whether its words are strong, when it says so.
    pub fn strong(&self) -> Option<bool> {
        let styled = self
            .style("font-weight")
            .and_then(|weight| match weight.as_str() {
                "bold" | "bolder" => Some(true),
                "normal" | "lighter" => Some(false),
                number => number.parse::<u32>().ok().map(|number| number >= 600),
            });
        styled.or_else(|| matches!(self.name.as_str(), "b" | "strong").then_some(true))
    }

    /// Whether its words are emphasised, when it says so.
    pub fn em(&self) -> Option<bool> {
        let styled = self
            .style("font-style")
            .and_then(|style| match style.as_str() {
                "italic" | "oblique" => Some(true),
                "normal" => Some(false),
                _ => None,
            });
        styled.or_else(|| {
            matches!(self.name.as_str(), "i" | "em" | "cite" | "dfn" | "var").then_some(true)
        })
    }

    /// Whether its words are not part of the text: scripts, hidden or deleted words, a word processor's comments.
    pub fn hidden(&self) -> bool {
        let names = [
            "script", "style", "title", "template", "textarea", "select", "iframe", "object",
            "svg", "xml", "del", "noembed", "noframes", "datalist",
        ];
        let comment = self
            .style("mso-element")
            .is_some_and(|element| element.starts_with("comment"))
            || self.has_class("MsoCommentReference")
            || self.has_class("msocomanchor");
        let unseen = self
            .style("display")
            .is_some_and(|display| display == "none")
            || self.style("mso-hide").is_some_and(|hide| hide == "all");
        names.contains(&self.name.as_str()) || comment || unseen
    }
}
