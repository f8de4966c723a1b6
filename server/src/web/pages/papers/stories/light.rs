//! What a page asks a browser to load: the editor only where one edits, and there the text itself first.

use super::Story;

/// The built files that only writing needs.
const EDITOR: [&str; 3] = ["/assets/editor", "/assets/automerge", ".wasm"];

#[tokio::test]
async fn the_editor_is_loaded_only_where_one_edits() {
    let story = Story::before_the_directions().await;
    let mut browser = story.app.as_direction("sicoval");
    let under = ["", "/journal", "/fiche", "/versions/1", "/commentaires"];
    let pages = under.map(|place| story.at(place));
    for address in pages.iter().map(String::as_str).chain(["/tableau"]) {
        let page = browser.get(address).await;
        page.assert_status(200);
        for name in EDITOR {
            page.assert_lacks(name);
        }
    }
}

#[tokio::test]
async fn the_writing_page_has_the_text_itself_and_asks_for_the_library_at_once() {
    let story = Story::of_a_draft().await;
    let page = story
        .app
        .as_direction("sicoval")
        .get(&story.at("/ecrire"))
        .await;
    page.assert_status(200)
        .assert_shows("Le desserrement <em>économique</em> est une chance.");
    for name in EDITOR {
        page.assert_shows(name);
    }
    let (head, _) = page.text.split_once("</head>").unwrap();
    assert!(head.contains(r#"rel="preload" as="fetch""#), "{head}");
}
