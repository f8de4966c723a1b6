//! Who sees what of a meeting, at each of its addresses.

use super::Story;

const OFFICE: &str = "secretariat@exemple.fr";
const MEMBER: &str = "direction@toulouse-metropole.exemple.fr";
const ASSOCIATE: &str = "direction@region-occitanie.exemple.fr";
const OF_ANOTHER_BODY: &str = "presidence@sicoval.exemple.fr";
const WITHOUT_A_SEAT: &str = "technique@sicoval.exemple.fr";

#[tokio::test]
async fn while_it_is_prepared_members_know_its_date_and_others_nothing() {
    let story = Story::with_an_agenda().await;
    for email in [MEMBER, ASSOCIATE] {
        let page = story.seen_by(email).await;
        page.assert_status(200)
            .assert_shows("20\u{a0}mars 2026, de 14\u{a0}h à 16\u{a0}h")
            .assert_shows("Cette date est prévue");
        for hidden in [
            "Les quartiers de gare",
            "automne",
            "salle-secrete",
            "ordre-du-jour\" method",
        ] {
            assert!(!page.text.contains(hidden), "{hidden} to {email}");
        }
    }
    for email in [OF_ANOTHER_BODY, WITHOUT_A_SEAT] {
        story.seen_by(email).await.assert_status(404);
        let mut browser = story.app.logged_in(email);
        let year = browser.get("/reunions?annee=2026").await;
        year.assert_status(200);
        assert!(!year.text.contains(&story.meeting), "{email}");
    }
    let mut stranger = story.app.anyone();
    let page = stranger.get(&story.meeting).await;
    page.assert_status(303);
}

#[tokio::test]
async fn once_convened_members_read_the_file_and_a_guest_their_point() {
    let story = Story::with_an_agenda().await;
    let points = story.points().await;
    let fields = [("point", points[1].as_str()), ("courriel", WITHOUT_A_SEAT)];
    story.puts("inviter", &fields).await.assert_status(303);
    story.seen_by(WITHOUT_A_SEAT).await.assert_status(404);
    story.convenes().await.assert_status(303);
    for email in [MEMBER, ASSOCIATE] {
        let page = story.seen_by(email).await;
        page.assert_shows("Les quartiers de gare")
            .assert_shows("Lire le texte")
            .assert_shows("salle-secrete");
        assert!(!page.text.contains("Convoquer"), "{email}");
        assert!(
            !page.text.contains("<form class=\"point-tools\""),
            "{email}"
        );
    }
    let guest = story.seen_by(WITHOUT_A_SEAT).await;
    guest
        .assert_status(200)
        .assert_shows("Calendrier de l’automne")
        .assert_shows("Ce qui vous concerne");
    assert!(!guest.text.contains("Les quartiers de gare"));
    story.seen_by(OF_ANOTHER_BODY).await.assert_status(404);
}

#[tokio::test]
async fn a_mandate_that_ended_shows_nothing_any_more() {
    let story = Story::convened().await;
    story.seen_by(MEMBER).await.assert_status(200);
    let person = story.app.person(MEMBER).await;
    let mut tx = story.app.app.db.write().await.unwrap();
    let mandate = tx.mandates_of(person).await.unwrap()[0].id;
    let yesterday = story.app.app.clock.today().pred_opt().unwrap();
    assert!(tx.end_mandate(person, mandate, yesterday).await.unwrap());
    tx.save().await.unwrap();
    story.seen_by(MEMBER).await.assert_status(404);
}

#[tokio::test]
async fn nobody_but_the_secretariat_prepares() {
    let story = Story::convened().await;
    let before = story.stored().await;
    let revision = before.revision.to_string();
    let fields = [
        ("revision", revision.as_str()),
        ("action", "ajouter"),
        ("intitule", "Un point"),
        ("motif", "Parce que"),
    ];
    let under = ["/modifier", "/ordre-du-jour", "/convocation", "/annulation"];
    for email in [MEMBER, ASSOCIATE, OF_ANOTHER_BODY, WITHOUT_A_SEAT] {
        let mut browser = story.app.logged_in(email);
        for place in under {
            let path = format!("{}{place}", story.meeting);
            browser.submit(&path, &fields).await.assert_status(404);
        }
        for path in ["/reunions/nouvelle", &format!("{}/modifier", story.meeting)] {
            browser.get(path).await.assert_status(404);
        }
        let new = browser.submit("/reunions/nouvelle", &fields).await;
        new.assert_status(404);
    }
    assert_eq!(story.stored().await, before);
    let mut office = story.app.logged_in(OFFICE);
    for place in ["/modifier", "/ordre-du-jour", "/convocation", "/annulation"] {
        for id in ["inconnue", "0190a5b2-0000-7000-8000-000000000000"] {
            let path = format!("/reunions/{id}{place}");
            office.submit(&path, &fields).await.assert_status(404);
        }
    }
}

#[tokio::test]
async fn a_member_outside_the_perimeter_reads_a_text_only_while_their_body_handles_it() {
    let story = Story::convened().await;
    let page = story.seen_by(MEMBER).await;
    page.assert_shows("Lire le texte");
    let mut tx = story.app.app.db.write().await.unwrap();
    tx.query("update paper set stage = 'redaction'")
        .execute()
        .await
        .unwrap();
    tx.save().await.unwrap();
    let page = story.seen_by(MEMBER).await;
    page.assert_status(200)
        .assert_shows("Ce texte ne se lit que dans les territoires de son périmètre");
    assert!(!page.text.contains("/versions/"));
    let own = story.seen_by("direction@sicoval.exemple.fr").await;
    own.assert_shows("Lire le texte");
}

#[tokio::test]
async fn the_year_says_what_is_missing_of_ones_own_bodies() {
    let story = Story::convened().await;
    let mut tx = story.app.app.db.write().await.unwrap();
    let conference = story.stored().await.sheet.body;
    tx.set_rhythm(conference, Some(3)).await.unwrap();
    tx.save().await.unwrap();
    let mut member = story.app.logged_in(MEMBER);
    let page = member.get("/reunions?annee=2026").await;
    page.assert_shows("3\u{a0}séances par an au moins")
        .assert_shows("1\u{a0}à venir")
        .assert_shows("2\u{a0}à fixer")
        .assert_shows(&story.meeting);
    assert!(!page.text.contains("Assemblée générale"));
    let next = member.get("/reunions?annee=2027").await;
    next.assert_shows("3\u{a0}à fixer");
    for odd in ["mars", "-5", "99999999999"] {
        let page = member.get(&format!("/reunions?annee={odd}")).await;
        page.assert_status(404);
    }
}
