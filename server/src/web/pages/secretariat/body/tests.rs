//! The form of a rule: what it records, and each thing that it refuses.

use crate::storage::testing::on_both_engines;
use crate::web::testing::TestApp;

const PATH: &str = "/secretariat/instances/assemblee-generale";

#[tokio::test]
async fn a_rule_is_recorded_and_dated() {
    let app = TestApp::new().await;
    let mut office = app.as_secretariat();
    office
        .get("/secretariat/instances")
        .await
        .assert_status(200)
        .assert_shows("Aucune règle n’est enregistrée");
    let fields = [
        ("depuis", "2026-03-02"),
        ("votants", "membres-de-droit"),
        ("majorite", "suffrages-exprimes"),
        ("quorum", "1/2"),
        ("confirmee", "oui"),
    ];
    office.submit(PATH, &fields).await.assert_goes_to(PATH);
    office
        .get(PATH)
        .await
        .assert_shows("La règle est enregistrée.")
        .assert_shows("Présidence – Sicoval")
        .assert_shows("La moitié au moins de ceux qui votent")
        .assert_shows("Confirmée");
    office
        .submit(PATH, &fields)
        .await
        .assert_status(422)
        .assert_shows("a déjà une règle à partir de ce jour");
}

#[tokio::test]
async fn a_confirmed_rule_has_a_majority() {
    let app = TestApp::new().await;
    let mut office = app.as_secretariat();
    let fields = [
        ("depuis", ""),
        ("majorite", ""),
        ("quorum", "3/2"),
        ("confirmee", "oui"),
    ];
    office
        .submit(PATH, &fields)
        .await
        .assert_status(422)
        .assert_shows("Une règle confirmée dit à quelle majorité")
        .assert_shows("Saisissez le premier jour")
        .assert_shows("Choisissez un quorum dans la liste.")
        .assert_shows("Dites qui vote.");
    office
        .get("/secretariat/instances/inconnue")
        .await
        .assert_status(404);
}

#[tokio::test]
async fn a_body_meets_as_often_as_the_secretariat_says() {
    on_both_engines(|db| {
        Box::pin(async move {
            let app = TestApp::on(db).await;
            let mut office = app.as_secretariat();
            let place = format!("{PATH}/rythme");
            office
                .submit(&place, &[("rythme", "3")])
                .await
                .assert_goes_to(PATH);
            office
                .get(PATH)
                .await
                .assert_shows("Le rythme des séances est enregistré.")
                .assert_shows(r#"value="3""#);
            office
                .get("/reunions")
                .await
                .assert_shows("3\u{a0}séances par an au moins");
            for typed in ["trois", "-1", "1,5", "367", "99999"] {
                office
                    .submit(&place, &[("rythme", typed)])
                    .await
                    .assert_status(422)
                    .assert_shows("Donnez un nombre de séances par an, de 0 à 366")
                    .assert_shows(&format!(r#"value="{typed}""#));
            }
            office.get(PATH).await.assert_shows(r#"value="3""#);
            office
                .submit(&place, &[("rythme", "")])
                .await
                .assert_goes_to(PATH);
            office.get(PATH).await.assert_lacks(r#"value="3""#);
        })
    })
    .await;
}

#[tokio::test]
async fn the_secretariat_alone_sets_the_rhythm_of_a_body_that_exists() {
    let app = TestApp::new().await;
    let place = format!("{PATH}/rythme");
    app.as_presidency("sicoval")
        .submit(&place, &[("rythme", "3")])
        .await
        .assert_status(404);
    app.as_secretariat()
        .submit("/secretariat/instances/inconnue/rythme", &[("rythme", "3")])
        .await
        .assert_status(404);
}

/// A rule that says everything.
const WHOLE: [(&str, &str); 19] = [
    ("depuis", "2026-03-02"),
    ("source", "Statuts, article 9"),
    ("votants", "membres-de-droit"),
    ("voix", "une"),
    ("quorum", "plus-1/2"),
    ("quorum_compte", "presents-ou-representes"),
    ("quorum_quand", "ouverture"),
    ("quorum_deuxieme", "sans-quorum"),
    ("majorite", "deux-tiers"),
    ("abstention", "suffrage-exprime"),
    ("sans_part", "a-part"),
    ("partage", "presidence-de-seance"),
    ("pouvoirs", "admis"),
    ("pouvoirs_limite", "nombre"),
    ("pouvoirs_nombre", "2"),
    ("pouvoirs_entre", "meme-qualite"),
    ("ecrite", "oui"),
    ("ecrite_jours", "15"),
    ("ecrite_silence", "abstention"),
];

#[tokio::test]
async fn a_rule_says_all_that_statutes_say() {
    let app = TestApp::new().await;
    let mut office = app.as_secretariat();
    office.submit(PATH, &WHOLE).await.assert_goes_to(PATH);
    let page = office.get(PATH).await;
    page.assert_shows("Statuts, article 9")
        .assert_shows("Plus de la moitié de ceux qui votent")
        .assert_shows("quand\u{202f}: à l’ouverture de la séance")
        .assert_shows("Deux tiers au moins des suffrages exprimés")
        .assert_shows("2\u{a0}pouvoirs au plus par mandataire")
        .assert_shows("15\u{a0}jours au moins")
        .assert_shows("une opposition\u{202f}: à confirmer")
        .assert_shows("1\u{a0}point reste à confirmer")
        .assert_shows("À confirmer");
    for (name, value) in WHOLE.into_iter().skip(4) {
        let chosen = format!("name=\"{name}\" value=\"{value}\" checked");
        let typed = format!("value=\"{value}\"");
        let selected = format!("<option value=\"{value}\" selected>");
        let kept = match name {
            "quorum" => page.text.contains(&selected),
            "pouvoirs_nombre" | "ecrite_jours" => page.text.contains(&typed),
            _ => page.text.contains(&chosen),
        };
        assert!(kept, "the next rule starts from {name} = {value}");
    }
}

#[tokio::test]
async fn each_answer_that_is_none_has_its_sentence_and_is_kept() {
    let app = TestApp::new().await;
    let mut office = app.as_secretariat();
    let long = "x".repeat(201);
    let changed = |name: &str, value: &str, sentence: &str| {
        (name.to_owned(), value.to_owned(), sentence.to_owned())
    };
    for (name, value, sentence) in [
        changed("depuis", "hier", "Saisissez le premier jour"),
        changed("source", &long, "200 caractères au plus"),
        changed("votants", "tous", "Dites qui vote."),
        changed("voix", "trois", "Choisissez une des réponses proposées."),
        changed("quorum", "5/4", "Choisissez un quorum dans la liste."),
        changed(
            "quorum_compte",
            "moi",
            "Choisissez une des réponses proposées.",
        ),
        changed(
            "majorite",
            "la-mienne",
            "Choisissez une des réponses proposées.",
        ),
        changed(
            "pouvoirs",
            "peut-etre",
            "Choisissez une des réponses proposées.",
        ),
        changed(
            "pouvoirs_limite",
            "x",
            "Choisissez une des réponses proposées.",
        ),
        changed("pouvoirs_nombre", "0", "de 1 à 99"),
        changed("pouvoirs_nombre", "", "de 1 à 99"),
        changed("ecrite", "x", "Choisissez une des réponses proposées."),
        changed("ecrite_jours", "0", "Donnez une durée en jours"),
        changed("ecrite_jours", "366", "Donnez une durée en jours"),
    ] {
        let fields = WHOLE.map(|(field, typed)| {
            if field == name {
                (field, value.as_str())
            } else {
                (field, typed)
            }
        });
        let page = office.submit(PATH, &fields).await;
        page.assert_status(422).assert_shows(&sentence);
        page.assert_shows("Il reste à corriger")
            .assert_shows(&format!("href=\"#{name}\""));
        if name != "source" {
            page.assert_shows("Statuts, article 9");
        }
    }
    office
        .get(PATH)
        .await
        .assert_shows("Aucune règle n’est enregistrée");
}

#[tokio::test]
async fn voices_are_given_to_each_who_votes() {
    let app = TestApp::new().await;
    let mut office = app.as_secretariat();
    let sicoval = format!("voix-{}", app.territory("sicoval").await);
    let others = [
        format!("voix-{}", app.territory("toulouse-metropole").await),
        format!("voix-{}", app.territory("grand-montauban").await),
    ];
    let base = [
        ("depuis", "2026-03-02"),
        ("votants", "membres-de-droit"),
        ("voix", "ponderees"),
        ("majorite", "membres"),
        ("confirmee", "oui"),
    ];
    let with = |more: &[(&'static str, &'static str)]| [base.as_slice(), more].concat();
    for (weight, sentence) in [
        ("0", "nombres entiers"),
        ("2,5", "nombres entiers"),
        ("3", "à chaque territoire qui vote"),
    ] {
        let mut fields: Vec<(&str, &str)> = with(&[]);
        fields.push((&sicoval, weight));
        let page = office.submit(PATH, &fields).await;
        page.assert_status(422)
            .assert_shows(sentence)
            .assert_shows(&format!("name=\"{sicoval}\" value=\"{weight}\""));
    }
    let mut fields: Vec<(&str, &str)> = with(&[]);
    fields.push((&sicoval, "3"));
    fields.extend(others.iter().map(|name| (name.as_str(), "1")));
    office.submit(PATH, &fields).await.assert_goes_to(PATH);
    office.get(PATH).await.assert_shows("Sicoval\u{a0}3");
}

#[tokio::test]
async fn only_the_secretariat_reads_and_records_rules() {
    let app = TestApp::new().await;
    for mut person in [app.as_direction("sicoval"), app.as_presidency("sicoval")] {
        person.get(PATH).await.assert_status(404);
        person.submit(PATH, &WHOLE).await.assert_status(404);
    }
    app.as_secretariat()
        .get(PATH)
        .await
        .assert_shows("Aucune règle n’est enregistrée");
}
