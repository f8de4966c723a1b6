//! A body that decides under a confirmed rule: who was there, who spoke for whom, and the result explained.

use super::Story;
use crate::web::testing::Page;

const ASSEMBLY: &str = "/secretariat/instances/assemblee-generale";

/// What the assembly's rule says: half of those who vote, present or represented, one pouvoir each, more than half of
/// the suffrages exprimés, the chair's voice in a tie.
const RULE: [(&str, &str); 15] = [
    ("depuis", "2026-01-01"),
    ("votants", "membres-de-droit"),
    ("voix", "une"),
    ("quorum", "2/3"),
    ("quorum_compte", "presents-ou-representes"),
    ("quorum_quand", "chaque-vote"),
    ("quorum_deuxieme", "sans-quorum"),
    ("majorite", "suffrages-exprimes"),
    ("abstention", "hors-suffrages"),
    ("sans_part", "present"),
    ("partage", "presidence-de-seance"),
    ("pouvoirs", "admis"),
    ("pouvoirs_limite", "nombre"),
    ("pouvoirs_nombre", "1"),
    ("confirmee", "oui"),
];

/// Toulouse Métropole, the Sicoval and Grand Montauban: the order in which their votes are told.
const VOTERS: [&str; 3] = ["toulouse-metropole", "sicoval", "grand-montauban"];

async fn under_its_rule() -> Story {
    under(&RULE).await
}

async fn under(rule: &[(&str, &str)]) -> Story {
    let story = Story::before_adoption().await;
    let mut office = story.app.as_secretariat();
    office.submit(ASSEMBLY, rule).await.assert_goes_to(ASSEMBLY);
    story
}

/// The value of a presence: its code, or « pouvoir à » a territory.
async fn presence(story: &Story, said: &str) -> String {
    match said.strip_prefix("pouvoir ") {
        Some(slug) => format!("pouvoir-{}", story.app.territory(slug).await),
        None => said.to_owned(),
    }
}

/// The secretariat sends the form: a presence and a vote for each of the three, and what is added.
async fn records(
    story: &Story,
    issue: &str,
    seats: [(&str, &str); 3],
    more: &[(&str, &str)],
) -> Page {
    let mut tx = story.app.app.db.read().await.unwrap();
    let bodies = tx.bodies().await.unwrap();
    drop(tx);
    let assembly = bodies.iter().find(|it| it.slug == "assemblee-generale");
    let mut fields = vec![
        ("issue".to_owned(), issue.to_owned()),
        ("instance".to_owned(), assembly.unwrap().id.to_string()),
        ("jour".to_owned(), "2026-03-01".to_owned()),
        ("revision".to_owned(), story.revision().await),
        ("motif".to_owned(), "Le vote.".to_owned()),
    ];
    for (slug, (there, vote)) in VOTERS.into_iter().zip(seats) {
        let id = story.app.territory(slug).await;
        fields.push((format!("presence-{id}"), presence(story, there).await));
        fields.push((format!("vote-{id}"), vote.to_owned()));
        fields.push((format!("reserve-{id}"), "maintenue".to_owned()));
    }
    for (name, value) in more {
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let mut office = story.app.as_secretariat();
    office.submit(&story.at("/adoption"), &fields).await
}

const EXPLAINED: &str = "2\u{a0}présents et 1\u{a0}représenté sur\u{a0}3\u{202f}: quorum de 2 atteint\u{202f}; 2\u{a0}pour, 1\u{a0}contre\u{202f}: 3\u{a0}suffrages exprimés, majorité\u{a0}2\u{202f}: adopté.";

#[tokio::test]
async fn a_decision_with_a_pouvoir_is_recorded_and_explained() {
    let story = under_its_rule().await;
    let chair = story.app.territory("sicoval").await.to_string();
    let region = story.app.territory("region-occitanie").await;
    let heard = format!("presence-{region}");
    let seats = [
        ("pouvoir sicoval", "pour"),
        ("present", "pour"),
        ("arrive-apres", "contre"),
    ];
    let more = [("presidence", chair.as_str()), (heard.as_str(), "excuse")];
    let page = records(&story, "calculer", seats, &more).await;
    page.assert_status(200)
        .assert_shows(EXPLAINED)
        .assert_shows("Rien n’est encore enregistré.")
        .assert_shows("<option value=\"arrive-apres\" selected>");
    records(&story, "adopter", seats, &more)
        .await
        .assert_status(303);
    let page = story.app.as_secretariat().get(&story.paper).await;
    page.assert_shows(EXPLAINED)
        .assert_lacks("règle à confirmer")
        .assert_shows("<dt>Présidence de séance</dt><dd>Sicoval</dd>")
        .assert_shows("<dt>Représenté</dt><dd>Toulouse Métropole (pouvoir à Sicoval)</dd>")
        .assert_shows("<dt>Arrivé après l’ouverture</dt><dd>Grand Montauban</dd>")
        .assert_shows("<dt>Excusé</dt><dd>Région Occitanie</dd>");
}

#[tokio::test]
async fn the_public_page_says_how_it_was_decided() {
    let story = under_its_rule().await;
    let seats = [
        ("pouvoir sicoval", "pour"),
        ("present", "pour"),
        ("present", "contre"),
    ];
    records(&story, "adopter", seats, &[])
        .await
        .assert_status(303);
    let mut office = story.app.as_secretariat();
    let page = office
        .submit(&story.at("/publication"), &[("quand", "maintenant")])
        .await;
    page.assert_status(303);
    let public = "/dires/2026/desserrement-economique";
    let page = story.app.anyone().get(public).await;
    page.assert_status(200)
        .assert_shows(EXPLAINED)
        .assert_shows("<dt>Présents</dt><dd>Grand Montauban, Sicoval</dd>")
        .assert_shows("<dt>Représenté</dt><dd>Toulouse Métropole (pouvoir à Sicoval)</dd>");
}

#[tokio::test]
async fn without_its_quorum_the_assembly_decides_nothing_unless_it_was_called_again() {
    let story = under_its_rule().await;
    let seats = [("absent", ""), ("present", "pour"), ("excuse", "")];
    for issue in ["adopter", "refuser"] {
        records(&story, issue, seats, &[])
            .await
            .assert_status(422)
            .assert_shows("Le quorum n’est pas atteint")
            .assert_shows("1\u{a0}présent sur\u{a0}3\u{202f}: quorum de 2 non atteint");
    }
    let page = records(&story, "adopter", seats, &[("deuxieme", "oui")]).await;
    page.assert_status(303);
    let page = story.app.as_secretariat().get(&story.paper).await;
    page.assert_shows("sans quorum exigé sur deuxième convocation")
        .assert_shows(", sur deuxième convocation");
}

#[tokio::test]
async fn each_pouvoir_and_each_vote_that_cannot_be_has_its_sentence() {
    let story = under_its_rule().await;
    let region = story.app.territory("region-occitanie").await;
    let vote_of_associate = format!("vote-{region}");
    let montauban = story.app.territory("grand-montauban").await.to_string();
    let here = ("present", "pour");
    for (seats, more, sentence) in [
        (
            [
                ("pouvoir sicoval", "pour"),
                here,
                ("pouvoir sicoval", "pour"),
            ],
            None,
            "Sicoval tient 2\u{a0}pouvoirs\u{202f}; la règle de l’instance en admet 1",
        ),
        (
            [("pouvoir sicoval", "pour"), ("absent", ""), here],
            None,
            "a donné pouvoir à Sicoval, où personne n’était là",
        ),
        (
            [("absent", "pour"), here, here],
            None,
            "Personne n’était là pour voter au nom de Toulouse Métropole",
        ),
        (
            [here, here, ("present", "")],
            None,
            "Il manque le vote du Grand Montauban.",
        ),
        (
            [("pouvoir toulouse-metropole", "pour"), here, here],
            None,
            "ne peut pas se donner pouvoir",
        ),
        (
            [here, here, here],
            Some((vote_of_associate.as_str(), "contre")),
            "Région Occitanie siège dans cette instance avec voix consultative",
        ),
        (
            [here, here, ("excuse", "")],
            Some(("presidence", montauban.as_str())),
            "Grand Montauban ne peut pas présider la séance sans y être",
        ),
        (
            [here, ("present", "contre"), ("present", "abstention")],
            None,
            "celle de la présidence de séance est prépondérante",
        ),
    ] {
        let more: Vec<_> = more.into_iter().collect();
        for issue in ["adopter", "calculer"] {
            let page = records(&story, issue, seats, &more).await;
            page.assert_shows(sentence);
            page.assert_status(if issue == "adopter" { 422 } else { 200 });
        }
    }
    let page = story.app.as_secretariat().get(&story.paper).await;
    page.assert_lacks("<h2>Décision</h2>");
}

#[tokio::test]
async fn a_rule_that_forgets_what_a_vote_depends_on_leaves_it_to_the_secretariat_and_says_so() {
    let rule = RULE.map(|(name, value)| {
        if name == "abstention" {
            (name, "")
        } else {
            (name, value)
        }
    });
    let story = under(&rule).await;
    let seats = [
        ("present", "pour"),
        ("present", "pour"),
        ("present", "abstention"),
    ];
    let why = "la règle de l’instance ne dit pas encore ce que compte une abstention";
    let page = records(&story, "calculer", seats, &[]).await;
    page.assert_status(200)
        .assert_shows(&format!("Rien n’est calculé\u{202f}: {why}."));
    records(&story, "adopter", seats, &[])
        .await
        .assert_status(303);
    let page = story.app.as_secretariat().get(&story.paper).await;
    page.assert_shows("adopté, selon ce que le secrétariat a constaté")
        .assert_shows(why);
}
