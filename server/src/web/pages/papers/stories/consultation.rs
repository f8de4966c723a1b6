//! The assembly is consulted in writing: who opens, who answers, and what is refused.

mod closing;
mod mails;
mod reserves;
mod scene;
mod stopping;

use dires_domain::circuit::Stage;

use super::Story;
use scene::{NEVER, RULE, closes, field, opens, under, with};

#[tokio::test]
async fn it_is_opened_only_where_the_rule_allows_it() {
    let story = under(&NEVER).await;
    let mut office = story.app.as_secretariat();
    let page = office.get(&story.at("/consultation")).await;
    page.assert_shows("Consultation écrite non permise")
        .assert_shows("ne permet pas la consultation écrite")
        .assert_shows("Recueil d’avis (sans valeur de décision)")
        .assert_lacks("Ouvrir la consultation");
    let page = opens(&story, "decision", closes(20)).await;
    page.assert_status(422)
        .assert_shows("Consultation écrite non permise");
}

#[tokio::test]
async fn an_unconfirmed_rule_or_one_that_says_too_little_offers_a_gathering_alone() {
    for (name, value, sentence) in [
        ("confirmee", "", "la règle de l’instance est à confirmer"),
        ("ecrite", "", "si elle peut être consultée par écrit"),
        (
            "ecrite_jours",
            "",
            "combien de jours dure une consultation écrite",
        ),
        (
            "ecrite_silence",
            "",
            "ce que vaut le silence dans une consultation écrite",
        ),
        ("partage", "", "ce qui départage un nombre égal de voix"),
    ] {
        let story = under(&with(name, value)).await;
        let page = opens(&story, "decision", closes(20)).await;
        page.assert_status(422).assert_shows(sentence);
        opens(&story, "recueil", closes(20))
            .await
            .assert_status(303);
    }
}

#[tokio::test]
async fn it_lasts_as_long_as_the_rule_says_on_the_clock_of_paris() {
    let story = under(&RULE).await;
    // Ten o’clock on the 2nd, and fifteen days.
    let page = opens(&story, "decision", "2026-03-17T09:59").await;
    page.assert_status(422)
        .assert_shows("Trop courte\u{202f}: la règle de l’instance demande 15\u{a0}jours au moins")
        .assert_shows("à partir du 17\u{a0}mars 2026 à 10\u{a0}h");
    for (closing, sentence) in [
        ("2028-03-17T10:00", "à un an au plus"),
        ("demain", "Indiquez le jour et l’heure de clôture"),
    ] {
        let page = opens(&story, "decision", closing).await;
        page.assert_status(422).assert_shows(sentence);
    }
    let page = opens(&story, "recueil", "2026-03-02T10:00").await;
    page.assert_status(422).assert_shows("doit être à venir");
    let page = story
        .app
        .as_secretariat()
        .get(&story.at("/consultation"))
        .await;
    page.assert_shows("Ouvrir la consultation");
    opens(&story, "decision", "2026-03-17T10:00")
        .await
        .assert_status(303);
}

#[tokio::test]
async fn no_reserve_is_left_undecided_and_only_one_is_open_at_a_time() {
    let story = under(&RULE).await;
    let undecided = scene::fields(&story, "decision", closes(20)).await;
    let page = super::submit(
        &mut story.app.as_secretariat(),
        &story.at("/consultation"),
        &undecided,
    )
    .await;
    page.assert_status(422)
        .assert_shows("Dites si la réserve du Grand Montauban est levée ou maintenue");
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    let page = opens(&story, "decision", closes(25)).await;
    page.assert_status(409).assert_shows(
        "Une consultation de l’instance est en cours sur ce texte, jusqu’au 20\u{a0}mars 2026",
    );
    let page = story.app.as_secretariat().get(&story.paper).await;
    page.assert_shows("jusqu’au 20\u{a0}mars 2026 à 18\u{a0}h")
        .assert_lacks("Enregistrer la décision de l’instance")
        .assert_lacks("Consulter l’instance par écrit");
}

#[tokio::test]
async fn only_the_secretariat_opens_and_only_while_the_text_awaits_its_adoption() {
    let story = under(&RULE).await;
    let fields = scene::fields(&story, "decision", closes(20)).await;
    for mut other in [
        story.app.as_direction("sicoval"),
        story.app.as_presidency("sicoval"),
        story.app.as_presidency("toulouse-metropole"),
    ] {
        let path = story.at("/consultation");
        other.get(&path).await.assert_status(403);
        super::submit(&mut other, &path, &fields)
            .await
            .assert_status(403);
    }
    let early = Story::before_the_presidencies().await;
    let fields = scene::fields(&early, "recueil", closes(20)).await;
    let mut office = early.app.as_secretariat();
    let path = early.at("/consultation");
    office.get(&path).await.assert_status(409);
    super::submit(&mut office, &path, &fields)
        .await
        .assert_status(409);
}

#[tokio::test]
async fn those_who_sit_answer_for_their_territory_and_change_their_answer_until_the_closing() {
    let story = under(&RULE).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    let mut presidency = story.app.as_presidency("sicoval");
    presidency
        .get("/tableau")
        .await
        .assert_shows("Consultation écrite\u{202f}: réponse à donner")
        .assert_shows("/consultation\"");
    presidency
        .get(&story.at("/consultation"))
        .await
        .assert_shows("Votre réponse")
        .assert_shows("Ne pas répondre vaut approbation")
        .assert_shows("Elle dure 15\u{a0}jours au moins.")
        .assert_shows("desserrement <em>économique</em>");
    for answer in ["contre", "pour"] {
        let page = field(&story, "sicoval", None, answer).await;
        page.assert_goes_to(&story.at("/consultation"));
    }
    presidency
        .get(&story.at("/consultation"))
        .await
        .assert_shows("réponse enregistrée le 2\u{a0}mars 2026 à 10\u{a0}h")
        .assert_shows("value=\"pour\" checked");
    presidency
        .get("/tableau")
        .await
        .assert_lacks("réponse à donner");
}

#[tokio::test]
async fn what_a_territory_answers_is_shown_to_nobody_else_before_the_closing() {
    let story = under(&RULE).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    let mut presidency = story.app.as_presidency("sicoval");
    let fields = [("mot", "contre"), ("motif", "Un motif à part.")];
    presidency
        .submit(&story.at("/consultation/reponse"), &fields)
        .await
        .assert_status(303);
    for mut other in [
        story.app.as_secretariat(),
        story.app.as_presidency("grand-montauban"),
        story.app.as_presidency("toulouse-metropole"),
        story.app.as_direction("sicoval"),
    ] {
        for place in ["/consultation", "", "/journal"] {
            let page = other.get(&story.at(place)).await;
            page.assert_lacks("Un motif à part.")
                .assert_lacks("badge contre")
                .assert_lacks("value=\"contre\" checked");
        }
        let page = other.get(&story.at("/consultation")).await;
        page.assert_status(200).assert_shows("a répondu");
    }
}

#[tokio::test]
async fn nobody_answers_for_another_territory_nor_for_one_that_is_only_heard() {
    let story = under(&RULE).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    let page = field(&story, "sicoval", Some("grand-montauban"), "pour").await;
    page.assert_status(403)
        .assert_shows("Vous ne siégez pas dans cette instance pour ce territoire");
    let page = field(&story, "region-occitanie", None, "pour").await;
    page.assert_status(403)
        .assert_shows("Région Occitanie siège dans cette instance avec voix consultative");
    let mut region = story.app.as_presidency("region-occitanie");
    region
        .get(&story.at("/consultation"))
        .await
        .assert_shows("sa réponse n’est pas demandée")
        .assert_lacks("Votre réponse");
    let mut direction = story.app.as_direction("sicoval");
    let path = story.at("/consultation/reponse");
    direction
        .submit(&path, &[("mot", "pour")])
        .await
        .assert_status(403)
        .assert_shows("Seules répondent les personnes qui siègent");
    for (answer, sentence) in [
        ("", "Choisissez une réponse"),
        ("absent", "Choisissez une réponse"),
    ] {
        let page = field(&story, "sicoval", None, answer).await;
        page.assert_status(422).assert_shows(sentence);
    }
}

#[tokio::test]
async fn a_mandate_that_has_ended_answers_no_more() {
    let story = under(&RULE).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    let person = story
        .app
        .person("presidence@toulouse-metropole.exemple.fr")
        .await;
    let mut tx = story.app.app.db.write().await.unwrap();
    let mandate = tx.mandates_of(person).await.unwrap()[0].id;
    let yesterday = story.app.app.clock.today().pred_opt().unwrap();
    assert!(tx.end_mandate(person, mandate, yesterday).await.unwrap());
    tx.save().await.unwrap();
    let page = field(&story, "toulouse-metropole", None, "pour").await;
    page.assert_status(404);
    let mut former = story.app.as_presidency("toulouse-metropole");
    former
        .get(&story.at("/consultation"))
        .await
        .assert_status(404);
}

#[tokio::test]
async fn a_body_that_conducts_no_stage_reads_what_it_is_asked_and_nothing_else() {
    let story = Story::before_adoption().await;
    let bureau = scene::bureau_of(&story, "toulouse-metropole").await;
    let mut stranger = story.app.as_technician("toulouse-metropole");
    let page = stranger.get(&story.at("/consultation")).await;
    page.assert_status(404);
    let mut fields = scene::fields(&story, "recueil", closes(20)).await;
    fields.retain(|(name, _)| *name != "instance");
    fields.push(("instance", bureau.to_string()));
    super::submit(
        &mut story.app.as_secretariat(),
        &story.at("/consultation"),
        &fields,
    )
    .await
    .assert_status(303);
    stranger
        .get(&story.at("/consultation"))
        .await
        .assert_status(200)
        .assert_shows("desserrement <em>économique</em>")
        .assert_shows("Votre réponse")
        .assert_lacks("/flux");
    stranger.get(&story.paper).await.assert_status(404);
    stranger
        .get("/tableau")
        .await
        .assert_shows("/consultation\"");
    let path = story.at("/consultation/reponse");
    stranger
        .submit(&path, &[("mot", "pour")])
        .await
        .assert_status(303);
}

#[tokio::test]
async fn while_it_is_open_nothing_else_decides_and_a_return_interrupts_it() {
    let story = under(&RULE).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    for issue in ["adopter", "refuser"] {
        let revision = story.revision().await;
        let fields = [
            ("issue", issue),
            ("revision", revision.as_str()),
            ("jour", "2026-03-01"),
            ("motif", "Un motif."),
        ];
        let mut office = story.app.as_secretariat();
        let page = office.submit(&story.at("/adoption"), &fields).await;
        page.assert_status(409)
            .assert_shows("Une consultation de l’instance est en cours");
    }
    field(&story, "sicoval", None, "pour")
        .await
        .assert_status(303);
    let page = story
        .office("renvoyer", &[("motif", "Chiffres à revoir.")])
        .await;
    page.assert_status(303);
    assert_eq!(story.stage().await, Stage::Directions);
    let mut presidency = story.app.as_presidency("sicoval");
    presidency
        .get(&story.at("/consultation"))
        .await
        .assert_shows("Interrompue")
        .assert_lacks("Votre réponse");
    let page = field(&story, "sicoval", None, "contre").await;
    page.assert_status(409)
        .assert_shows("La consultation est close");
}
