//! The conférence des présidences: positions, on a frozen version.

use super::Story;

#[tokio::test]
async fn a_presidency_takes_its_position_and_can_change_it() {
    let story = Story::before_the_presidencies().await;
    let mut presidency = story.app.as_presidency("sicoval");
    let page = presidency.get(&story.paper).await;
    page.assert_shows("Votre position")
        .assert_lacks("Écrire</a>");
    let page = story.takes("sicoval", "s-oppose", "").await;
    page.assert_status(303);
    let page = story.office("approuver", &[]).await;
    page.assert_status(422)
        .assert_shows("Sicoval s’oppose.")
        .assert_shows("Il manque la position du Grand Montauban");
    story
        .takes("sicoval", "approuve", "")
        .await
        .assert_status(303);
    presidency
        .get(&story.paper)
        .await
        .assert_shows("Approuve")
        .assert_lacks("Sicoval s’oppose.");
}

#[tokio::test]
async fn reserves_and_returns_say_why() {
    let story = Story::before_the_presidencies().await;
    let page = story.takes("sicoval", "approuve-avec-reserves", "").await;
    page.assert_status(422)
        .assert_shows("Écrivez le texte de la réserve");
    let page = story.takes("sicoval", "demande-un-renvoi", "").await;
    page.assert_status(422).assert_shows("Dites pourquoi");
    story
        .takes("sicoval", "demande-un-renvoi", "Chiffres à revoir.")
        .await
        .assert_status(303);
    let page = story.office("approuver", &[]).await;
    page.assert_status(422)
        .assert_shows("Sicoval demande un renvoi");
}

#[tokio::test]
async fn a_position_on_another_version_is_refused() {
    let story = Story::before_the_presidencies().await;
    let revision = story.revision().await;
    let fields = [
        ("mot", "approuve"),
        ("version", "7"),
        ("revision", revision.as_str()),
    ];
    let mut presidency = story.app.as_presidency("sicoval");
    let page = presidency.submit(&story.at("/position"), &fields).await;
    page.assert_status(409)
        .assert_shows("Le texte a changé depuis votre lecture");
}

#[tokio::test]
async fn a_meeting_of_the_presidencies_approves() {
    let story = Story::before_the_presidencies().await;
    story
        .office("approuver", &[("seance", "2026-03-01")])
        .await
        .assert_status(303);
    let page = story.app.as_secretariat().get(&story.paper).await;
    page.assert_shows("Enregistrer la décision de l’instance");
}

#[tokio::test]
async fn directions_and_technicians_read_and_take_no_position() {
    let story = Story::before_the_presidencies().await;
    story
        .read_by("sicoval")
        .await
        .assert_lacks("Votre position");
    let revision = story.revision().await;
    let fields = [
        ("mot", "approuve"),
        ("version", "1"),
        ("revision", revision.as_str()),
    ];
    let mut direction = story.app.as_direction("sicoval");
    direction
        .submit(&story.at("/position"), &fields)
        .await
        .assert_status(403);
    let mut writer = story.app.as_technician("sicoval");
    writer
        .get(&story.at("/ecrire"))
        .await
        .assert_shows("data-access=\"read\"")
        .assert_shows("n’est pas ouvert à l’écriture pour vous");
}
