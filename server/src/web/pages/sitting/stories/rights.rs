//! Who reaches each address of a meeting that sits.

use super::Story;
use crate::web::testing::TestApp;

/// Every address, and whether a form is sent there.
const UNDER: [(&str, &str); 9] = [
    ("GET", "/seance"),
    ("POST", "/seance"),
    ("GET", "/seance/conduite"),
    ("POST", "/seance/conduite"),
    ("GET", "/seance/ecran"),
    ("GET", "/seance/flux"),
    ("GET", "/releve"),
    ("POST", "/releve"),
    ("GET", "/releve.md"),
];

/// What each answers to somebody, one status an address; the stream of events is not asked of whom it would be given.
async fn statuses(story: &Story, email: &str, but: &[&str]) -> Vec<u16> {
    let mut found = Vec::new();
    for (method, place) in UNDER.iter().filter(|it| !but.contains(&it.1)) {
        let mut browser = match email {
            "" => story.app.anyone(),
            email => story.app.logged_in(email),
        };
        let path = story.at(place);
        let page = if *method == "GET" {
            browser.get(&path).await
        } else {
            // What anybody who may would have noted, so that nothing but rights refuses.
            let key = uuid::Uuid::now_v7().to_string();
            let fields = [("territoire", "region-occitanie")];
            story
                .sends(&mut browser, &path, &key, "arriver", &fields)
                .await
        };
        found.push(page.status.as_u16());
    }
    found
}

#[tokio::test]
async fn each_address_answers_each_person_as_this_table_says() {
    let story = Story::open(&["sicoval"]).await;
    let noted = story.noted().await;
    let nothing = vec![404; 9];
    // No seat in the body; a seat in another body.
    for stranger in [
        "technique@sicoval.exemple.fr",
        "direction@sicoval.exemple.fr",
    ] {
        assert_eq!(statuses(&story, stranger, &[]).await, nothing, "{stranger}");
    }
    assert_eq!(statuses(&story, "", &[]).await, vec![303; 9]);
    let member = "presidence@sicoval.exemple.fr";
    let of_member = statuses(&story, member, &["/seance/flux"]).await;
    assert_eq!(of_member, [200, 403, 303, 403, 200, 404, 404, 404]);
    assert_eq!(story.noted().await, noted, "nothing of it was noted");
    let office = "secretariat@exemple.fr";
    let of_office = statuses(
        &story,
        office,
        &["/seance/flux", "/seance/conduite", "/seance"],
    )
    .await;
    assert_eq!(of_office, [200, 404, 404, 404]);
}

#[tokio::test]
async fn a_mandate_that_ended_shows_nothing_any_more() {
    let story = Story::open(&["sicoval"]).await;
    let mut tx = story.app.app.db.write().await.unwrap();
    tx.query("update mandate set until = $1 where function = 'presidence'")
        .bind(story.app.app.clock.today() - chrono::TimeDelta::days(1))
        .execute()
        .await
        .unwrap();
    tx.save().await.unwrap();
    let found = statuses(&story, "presidence@sicoval.exemple.fr", &[]).await;
    assert_eq!(found, vec![404; 9]);
}

#[tokio::test]
async fn before_it_is_convened_nobody_sits() {
    let story = Story::new().await;
    let mut tx = story.app.app.db.write().await.unwrap();
    tx.set_meeting_state(story.id, dires_domain::meeting::MeetingState::Prepared)
        .await
        .unwrap();
    tx.save().await.unwrap();
    for email in ["secretariat@exemple.fr", "presidence@sicoval.exemple.fr"] {
        assert_eq!(statuses(&story, email, &[]).await, vec![404; 9], "{email}");
    }
}

#[tokio::test]
async fn no_address_of_a_meeting_that_sits_is_forgotten() {
    let routes = include_str!("../../../routes.rs");
    let theirs = routes.split('"').filter(|path| {
        path.contains("reunions/{id}/seance") || path.contains("reunions/{id}/releve")
    });
    for path in theirs {
        let known = UNDER
            .iter()
            .any(|(_, it)| path.ends_with(&format!("{{id}}{it}")));
        assert!(known, "{path}");
    }
    let app = TestApp::new().await;
    let mut office = app.as_secretariat();
    for (_, place) in UNDER {
        let path = format!("/reunions/0190a5b2-0000-7000-8000-000000000000{place}");
        office.get(&path).await.assert_status(404);
    }
}
