//! What one may not see does not exist: the same answer everywhere, and the same as for a text that there is not.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Story;
use crate::web::testing::{Browser, Page};

/// Every address under a text, and how it is asked for.
const UNDER: [(&str, &str); 58] = [
    ("GET", "/textes/{id}"),
    ("GET", "/textes/{id}/ecrire"),
    ("GET", "/textes/{id}/fiche"),
    ("POST", "/textes/{id}/fiche"),
    ("POST", "/textes/{id}/etape"),
    ("POST", "/textes/{id}/avis"),
    ("POST", "/textes/{id}/position"),
    ("GET", "/textes/{id}/reserves"),
    ("POST", "/textes/{id}/reserves"),
    ("GET", "/textes/{id}/reserves/nouvelle"),
    ("POST", "/textes/{id}/reserves/1"),
    ("GET", "/textes/{id}/forme"),
    ("POST", "/textes/{id}/forme"),
    ("POST", "/textes/{id}/forme/1"),
    ("GET", "/textes/{id}/navette"),
    ("POST", "/textes/{id}/navette"),
    ("POST", "/textes/{id}/navette/1"),
    ("GET", "/textes/{id}/decider"),
    ("POST", "/textes/{id}/decider"),
    ("GET", "/textes/{id}/recu"),
    ("GET", "/textes/{id}/adoption"),
    ("POST", "/textes/{id}/adoption"),
    ("GET", "/textes/{id}/consultation"),
    ("POST", "/textes/{id}/consultation"),
    ("POST", "/textes/{id}/consultation/interruption"),
    ("POST", "/textes/{id}/consultation/reponse"),
    ("POST", "/textes/{id}/correction"),
    ("GET", "/textes/{id}/journal"),
    ("GET", "/textes/{id}/auteurs"),
    ("GET", "/textes/{id}/auteurs/2@ab"),
    ("GET", "/textes/{id}/commentaires"),
    ("POST", "/textes/{id}/commentaires"),
    ("POST", "/textes/{id}/commentaires/{fil}"),
    ("GET", "/textes/{id}/comparer"),
    ("GET", "/textes/{id}/suggestions"),
    ("POST", "/textes/{id}/suggestions"),
    ("GET", "/textes/{id}/amendements"),
    ("POST", "/textes/{id}/amendements"),
    ("GET", "/textes/{id}/amendements/{amendement}"),
    ("POST", "/textes/{id}/amendements/{amendement}"),
    ("GET", "/textes/{id}/amendements/{amendement}/ecrire"),
    ("GET", "/textes/{id}/amendements/{amendement}/suggestions"),
    ("POST", "/textes/{id}/amendements/{amendement}/suggestions"),
    ("GET", "/textes/{id}/histoire"),
    ("GET", "/textes/{id}/moments/1"),
    ("POST", "/textes/{id}/nom"),
    ("POST", "/textes/{id}/lecture"),
    ("GET", "/textes/{id}/versions/1"),
    ("GET", "/textes/{id}/versions/1.md"),
    ("POST", "/textes/{id}/images"),
    ("GET", "/textes/{id}/images/{fichier}"),
    ("GET", "/textes/{id}/publication"),
    ("POST", "/textes/{id}/publication"),
    ("GET", "/textes/{id}/flux"),
    ("GET", "/api/textes/{id}"),
    ("POST", "/api/textes/{id}/etape"),
    ("POST", "/api/textes/{id}/avis"),
    ("POST", "/api/textes/{id}/position"),
];

/// What the API takes there.
fn body(path: &str) -> Value {
    match path.rsplit('/').next() {
        Some("avis") => json!({"opinion": "favorable", "heads": [], "revision": 1}),
        Some("position") => json!({"position": "approuve", "version": 1, "revision": 1}),
        _ => json!({"action": "soumettre", "revision": 1}),
    }
}

async fn ask(someone: &mut Browser, (method, path): (&str, &str), id: &str) -> Page {
    let file = format!("{}.png", "ab".repeat(32));
    let path = ["{id}", "{fil}", "{amendement}"]
        .iter()
        .fold(path.replace("{fichier}", &file), |path, name| {
            path.replace(name, id)
        });
    if path.starts_with("/api") && method == "POST" {
        return someone.post_json(&path, &body(&path)).await;
    }
    if method == "GET" {
        return someone.send(Method::GET, &path, None, Vec::new()).await;
    }
    // Fields that every form would take, so that nothing but rights refuses.
    let fields = [
        ("action", "soumettre"),
        ("mot", "favorable"),
        ("revision", "1"),
        ("quand", "maintenant"),
        ("issue", "adopter"),
        ("cloture", "2026-04-01T18:00"),
        ("texte", "Un commentaire."),
    ];
    someone.submit(&path, &fields).await
}

/// Asks for everything: the statuses that are not 404, and the answers that differ from those about no text.
async fn seen_by(mut someone: Browser, story: &Story) -> Vec<String> {
    let (id, absent) = (story.id().to_string(), Uuid::now_v7().to_string());
    let mut seen = Vec::new();
    for asked in UNDER {
        let page = ask(&mut someone, asked, &id).await;
        let nothing = ask(&mut someone, asked, &absent).await;
        let status = page.status.as_u16();
        if status != 404 || page.told() != nothing.told() {
            seen.push(format!("{} {} {status}", asked.0, asked.1));
        }
    }
    seen
}

#[tokio::test]
async fn a_draft_that_was_sent_back_is_seen_by_its_territories_only() {
    let story = Story::before_the_directions().await;
    let page = story.moves("sicoval", "renvoyer", "À reprendre.").await;
    page.assert_status(303);
    let none: [&str; 0] = [];
    let app = &story.app;
    assert_eq!(seen_by(app.as_secretariat(), &story).await, none);
    let (direction, presidency) = (
        app.as_direction("toulouse-metropole"),
        app.as_presidency("toulouse-metropole"),
    );
    assert_eq!(seen_by(direction, &story).await, none);
    assert_eq!(seen_by(presidency, &story).await, none);
}

#[tokio::test]
async fn before_the_directions_the_other_territories_still_see_nothing() {
    let story = Story::before_the_directions().await;
    // The direction générale sits in the conférence des directions, and reads what comes before it.
    let stranger = story.app.as_technician("toulouse-metropole");
    let none: [&str; 0] = [];
    assert_eq!(seen_by(stranger, &story).await, none);
}

#[tokio::test]
async fn whoever_is_not_logged_in_is_sent_to_the_log_in_whatever_the_text() {
    let story = Story::before_the_directions().await;
    let mut anyone = story.app.anyone();
    for asked in UNDER {
        let page = ask(&mut anyone, asked, &story.id().to_string()).await;
        let expected = if asked.1.starts_with("/api") {
            401
        } else {
            303
        };
        page.assert_status(expected);
    }
}

#[test]
fn no_address_under_a_text_is_forgotten() {
    let routes = include_str!("../../../routes.rs");
    let known = |path: &str| {
        let path = path.replace("{numero}", "1").replace("{passage}", "2@ab");
        UNDER.iter().any(|(_, it)| *it == path)
    };
    let under = routes
        .split('"')
        .filter(|path| path.contains("textes/{id}"));
    let forgotten: Vec<_> = under.filter(|path| !known(path)).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}
