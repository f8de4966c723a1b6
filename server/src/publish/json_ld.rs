//! A published text as data, in the vocabulary of schema.org: a `Report`, not `Legislation`, for a dire binds nobody.

use serde_json::{Value, json};

use super::site::Site;
use crate::storage::published::Published;

/// The text's description; `bytes` is how many its canonical form has.
pub fn report(site: &Site, text: &Published, bytes: usize) -> Value {
    let address = site.address(&text.path());
    let author = |name: &str| json!({"@type": "GovernmentOrganization", "name": name});
    let authors: Vec<Value> = text
        .signatories
        .iter()
        .map(|one| author(&one.territory.name))
        .collect();
    json!({
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": address,
        "url": address,
        "name": text.title,
        "inLanguage": "fr",
        "dateCreated": text.decided_on,
        "datePublished": text.visible_from.to_rfc3339(),
        "author": authors,
        "publisher": {"@type": "Organization", "name": site.association, "url": site.url},
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "text/markdown",
            "contentUrl": format!("{address}.md"),
            "contentSize": bytes.to_string(),
            "sha256": text.sha256,
        },
    })
}

/// The data as they stand in a `<script>` of the page: nothing in them can end it.
pub fn embedded(data: &Value) -> String {
    data.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::embedded;
    use serde_json::json;

    #[test]
    fn a_title_cannot_end_the_script() {
        let data = json!({"name": "</script><script>alert(1)</script>"});
        let html = embedded(&data);
        assert!(!html.contains('<'));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&html).unwrap(),
            data
        );
    }
}
