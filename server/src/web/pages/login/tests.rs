use chrono::TimeDelta;

use crate::storage::testing::on_both_engines;
use crate::web::messages::login as say;
use crate::web::testing::{PASSWORD, Page, TestApp};

const EMAIL: &str = "direction@sicoval.exemple.fr";

async fn try_password(app: &TestApp, email: &str, password: &str) -> Page {
    let fields = [("courriel", email), ("mot_de_passe", password)];
    app.anyone().submit("/connexion", &fields).await
}

#[tokio::test]
async fn a_direction_logs_in_and_out() {
    on_both_engines(|db| async move {
        let app = TestApp::on(db).await;
        let mut browser = app.anyone();
        browser
            .get("/compte")
            .await
            .assert_status(303)
            .assert_goes_to("/connexion?suite=%2Fcompte");
        let fields = [
            ("courriel", " Direction@Sicoval.exemple.fr"),
            ("mot_de_passe", PASSWORD),
            ("suite", "/compte"),
        ];
        browser
            .submit("/connexion", &fields)
            .await
            .assert_status(303)
            .assert_goes_to("/compte");
        let account = browser.get("/compte").await;
        account
            .assert_status(200)
            .assert_shows("Direction générale ou cabinet")
            .assert_shows("Sicoval");
        let gone = browser.submit("/deconnexion", &[]).await;
        gone.assert_goes_to("/connexion");
        assert_eq!(
            gone.header("clear-site-data"),
            Some(r#""cache", "storage""#)
        );
        browser.get("/compte").await.assert_status(303);
    })
    .await;
}

#[tokio::test]
async fn a_device_keeps_texts_where_its_person_says_so_and_for_as_long_as_they_do() {
    let app = TestApp::new().await;
    let mut browser = app.anyone();
    let ticked = browser.get("/connexion").await;
    assert!(
        ticked
            .text
            .contains(r#"aria-describedby="garder-aide" checked"#)
    );
    for (garder, keeps) in [(None, false), (Some("oui"), true), (None, false)] {
        let mut fields = vec![("courriel", EMAIL), ("mot_de_passe", PASSWORD)];
        fields.extend(garder.map(|value| ("garder", value)));
        let page = browser.submit("/connexion", &fields).await;
        page.assert_goes_to("/tableau");
        let page = browser.get("/tableau").await;
        assert_eq!(!page.text.contains("data-keeps-nothing"), keeps);
    }
    // Who logs in here next finds the box as it was left.
    let left = browser.get("/connexion").await;
    assert!(!left.text.contains(" checked"));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_read_the_same() {
    let app = TestApp::new().await;
    let wrong = try_password(&app, EMAIL, "autre chose").await;
    let unknown = try_password(&app, "personne@exemple.fr", "autre chose").await;
    wrong
        .assert_status(422)
        .assert_shows(say::WRONG)
        .assert_shows(EMAIL);
    assert_eq!(
        wrong.text.replace(EMAIL, ""),
        unknown.text.replace("personne@exemple.fr", "")
    );
    try_password(&app, "", "")
        .await
        .assert_status(422)
        .assert_shows(say::EMPTY);
}

#[tokio::test]
async fn the_sixth_attempt_on_an_account_waits_even_with_the_right_password() {
    let app = TestApp::new().await;
    for _ in 0..5 {
        try_password(&app, EMAIL, "autre chose")
            .await
            .assert_status(422);
    }
    let refused = try_password(&app, EMAIL, PASSWORD).await;
    refused.assert_status(429).assert_shows("15\u{a0}minutes");
    assert_eq!(refused.header("retry-after"), Some("900"));
    app.clock.advance(TimeDelta::minutes(15));
    try_password(&app, EMAIL, PASSWORD).await.assert_status(303);
}

#[tokio::test]
async fn one_network_address_tries_thirty_accounts_and_no_more() {
    let app = TestApp::new().await;
    for number in 0..30 {
        try_password(&app, &format!("{number}@exemple.fr"), "x")
            .await
            .assert_status(422);
    }
    try_password(&app, EMAIL, PASSWORD).await.assert_status(429);
}

#[tokio::test]
async fn the_log_in_leads_nowhere_else() {
    let app = TestApp::new().await;
    for suite in [
        "//ailleurs.example",
        "/\\ailleurs.example",
        "https://ailleurs.example",
        "",
    ] {
        let fields = [
            ("courriel", EMAIL),
            ("mot_de_passe", PASSWORD),
            ("suite", suite),
        ];
        app.anyone()
            .submit("/connexion", &fields)
            .await
            .assert_goes_to("/tableau");
    }
}

#[tokio::test]
async fn the_cookie_changes_at_each_log_in_and_the_old_one_is_worth_nothing() {
    let app = TestApp::new().await;
    let mut browser = app.logged_in(EMAIL);
    browser.get("/compte").await.assert_status(200);
    let old = browser.session().unwrap().to_owned();
    let fields = [("courriel", EMAIL), ("mot_de_passe", PASSWORD)];
    browser
        .submit("/connexion", &fields)
        .await
        .assert_status(303);
    assert_ne!(browser.session(), Some(old.as_str()));
    browser.set_session(&old);
    browser.get("/compte").await.assert_status(303);
}

#[tokio::test]
async fn the_cookie_is_closed_to_scripts_and_other_hosts() {
    let app = TestApp::new().await;
    let page = try_password(&app, EMAIL, PASSWORD).await;
    let cookie = page.header("set-cookie").unwrap();
    assert!(cookie.starts_with("dires="), "{cookie}");
    assert!(
        cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/; Max-Age=604800"),
        "{cookie}"
    );

    let app = TestApp::with(|config| config.public_url = "https://dires.exemple.fr".into()).await;
    let fields = [("courriel", EMAIL), ("mot_de_passe", PASSWORD)];
    let mut browser = app
        .anyone()
        .with_header("origin", "https://dires.exemple.fr");
    let page = browser.submit("/connexion", &fields).await;
    let cookie = page.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-dires="), "{cookie}");
    assert!(cookie.contains("; Secure"), "{cookie}");
}

#[tokio::test]
async fn a_session_ends_when_left_or_old_and_says_so() {
    let app = TestApp::new().await;
    let mut left = app.logged_in(EMAIL);
    left.get("/compte").await.assert_status(200);
    app.clock.advance(TimeDelta::hours(12));
    left.get("/compte").await.assert_status(303);
    left.get("/connexion")
        .await
        .assert_shows("Votre session a pris fin");

    let mut used = app.logged_in(EMAIL);
    for _ in 0..16 {
        used.get("/compte").await.assert_status(200);
        app.clock.advance(TimeDelta::hours(10));
    }
    app.clock.advance(TimeDelta::hours(8));
    used.get("/compte").await.assert_status(303);
}

#[tokio::test]
async fn leaving_everywhere_ends_every_session_of_that_person_only() {
    let app = TestApp::new().await;
    let (mut one, mut two) = (app.logged_in(EMAIL), app.logged_in(EMAIL));
    let mut other = app.as_presidency("sicoval");
    for browser in [&mut one, &mut two, &mut other] {
        browser.get("/compte").await.assert_status(200);
    }
    one.submit("/deconnexion-partout", &[])
        .await
        .assert_goes_to("/connexion");
    two.get("/compte").await.assert_status(303);
    other.get("/compte").await.assert_status(200);
}

#[tokio::test]
async fn a_mandate_that_has_ended_is_no_longer_shown() {
    let app = TestApp::new().await;
    let mut browser = app.logged_in(EMAIL);
    browser
        .get("/compte")
        .await
        .assert_shows("Direction générale ou cabinet");
    let mut tx = app.app.db.write().await.unwrap();
    let person = app.person(EMAIL).await;
    let mandate = tx.mandates_of(person).await.unwrap().remove(0);
    let yesterday = app.app.clock.today().pred_opt().unwrap();
    tx.end_mandate(person, mandate.id, yesterday).await.unwrap();
    tx.save().await.unwrap();
    browser
        .get("/compte")
        .await
        .assert_shows("Aucun mandat n’est en cours");
}
