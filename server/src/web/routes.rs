//! Every address on one screen.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use super::pages::meetings::{
    agenda, calendar, convene, sheet as meeting_sheet, show as meeting, year,
};
use super::pages::papers::{
    adoption, amendments, authors, board, brief, comments, compare, consultation, create, flux,
    form, images, journal, moments, moves, navette, passage, reading, receipt, reserves, say,
    sheet, show, suggestions, versions, write,
};
use super::pages::public::{feeds, home, images as public_images, notices, text, verify};
use super::pages::secretariat::{
    bodies, body, invitation as link, mandates, outbox, people, person, territories, territory,
};
use super::pages::sitting::{conduct, flux as sitting_flux, record, screen, seat};
use super::pages::{account, invitation, live, login, mails, offline, prior, publication};
use super::{api, assets, csrf, errors, headers, health, requests, visit};
use crate::app::App;

/// What a form may weigh beside the file that it carries, in bytes.
const FORM_ROOM: usize = 5_000_000;

/// The whole site.
pub fn router(app: App) -> Router {
    let form_limit = app.config.file_limit + FORM_ROOM;
    let pages = addresses()
        .fallback(errors::not_found)
        .method_not_allowed_fallback(errors::method_not_allowed)
        .layer(DefaultBodyLimit::max(form_limit))
        .layer(from_fn_with_state(app.clone(), csrf::layer))
        .layer(from_fn_with_state(app.clone(), visit::layer));
    Router::new()
        .route("/assets/{*path}", get(assets::serve))
        .route("/service-worker.js", get(assets::worker))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .merge(pages)
        .layer(from_fn(errors::layer))
        .layer(from_fn_with_state(app.clone(), headers::layer))
        .layer(from_fn_with_state(app.clone(), requests::layer))
        .with_state(app)
}

/// What stands on an address of its own (`DIRES_METRICS`), for those who watch over the server.
pub fn watch(app: App) -> Router {
    Router::new()
        .route("/metrics", get(health::metrics))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .layer(from_fn_with_state(app.clone(), headers::layer))
        .with_state(app)
}

// One line an address: a table, which the formatter would fold.
#[rustfmt::skip]
fn addresses() -> Router<App> {
    Router::new()
        // What everyone reads.
        .route("/", get(home::show))
        .route("/dires/{annee}/{slug}", get(text::show))
        .route("/dires/{annee}/images/{fichier}", get(public_images::show))
        .route("/dires.atom", get(feeds::atom))
        .route("/sitemap.xml", get(feeds::sitemap))
        .route("/robots.txt", get(feeds::robots))
        .route("/verifier", get(verify::show))
        .route("/mentions-legales", get(notices::legal))
        .route("/accessibilite", get(notices::accessibility))
        .route("/confidentialite", get(notices::privacy))
        .route("/hors-ligne", get(offline::show))
        // The door.
        .route("/connexion", get(login::show).post(login::submit))
        .route("/deconnexion", post(login::leave))
        .route("/deconnexion-partout", post(login::leave_everywhere))
        .route("/invitation/{jeton}", get(invitation::show).post(invitation::submit))
        .route("/compte", get(account::show))
        .route("/compte/courriels", post(mails::choose))
        .route("/courriels/arret/{secret}", get(mails::ask).post(mails::stop))
        .merge(texts())
        // Meetings.
        .route("/reunions", get(year::show))
        .route("/reunions/nouvelle", get(meeting_sheet::new).post(meeting_sheet::add))
        .route("/reunions/{id}", get(meeting::show))
        .route("/reunions/{id}/modifier", get(meeting_sheet::show).post(meeting_sheet::submit))
        .route("/reunions/{id}/ordre-du-jour", get(meeting::back).post(agenda::submit))
        .route("/reunions/{id}/convocation", get(meeting::back).post(convene::submit))
        .route("/reunions/{id}/annulation", get(meeting::back).post(convene::cancelled))
        .route("/compte/calendrier", post(calendar::change))
        .route("/calendrier/{fichier}", get(calendar::feed))
        // While a body sits, and what comes of it.
        .route("/reunions/{id}/seance", get(seat::show).post(seat::submit))
        .route("/reunions/{id}/seance/conduite", get(conduct::show).post(conduct::submit))
        .route("/reunions/{id}/seance/ecran", get(screen::show))
        .route("/reunions/{id}/seance/flux", get(sitting_flux::listen))
        .route("/reunions/{id}/releve", get(record::show).post(record::submit))
        .route("/reunions/{id}/releve.md", get(record::file))
        // Programs.
        .route("/api/textes", get(api::read::list))
        .route("/api/textes/{id}", get(api::read::one))
        .route("/api/textes/{id}/etape", post(api::act::advance))
        .route("/api/textes/{id}/avis", post(api::act::give_opinion))
        .route("/api/textes/{id}/position", post(api::act::take_position))
        .route("/api/publications", get(api::publications::list))
        .route("/api/openapi.json", get(api::describe::show))
        // What changes while it is looked at, and the texts being written.
        .route("/textes/{id}/flux", get(flux::listen))
        .route("/sync", get(live::connect))
        .route("/sync/flux", get(live::listen))
        .route("/sync/envoi", post(live::deliver))
        // The secretariat.
        .route("/secretariat/personnes", get(people::show).post(people::add))
        .route("/secretariat/personnes/{id}", get(person::show))
        .route("/secretariat/personnes/{id}/mandats", post(mandates::give))
        .route("/secretariat/personnes/{id}/mandats/{mandat}/fin", post(mandates::end))
        .route("/secretariat/personnes/{id}/mandats/{mandat}/annuler", post(mandates::cancel))
        .route("/secretariat/personnes/{id}/invitation", post(link::make))
        .route("/secretariat/territoires", get(territories::show))
        .route("/secretariat/territoires/nouveau", get(territories::new).post(territories::add))
        .route("/secretariat/territoires/{slug}", get(territory::show).post(territory::change))
        .route("/secretariat/instances", get(bodies::show))
        .route("/secretariat/instances/{slug}", get(body::show).post(body::record))
        .route("/secretariat/instances/{slug}/rythme", post(body::rhythm::set))
        .route("/secretariat/courriels", get(outbox::show))
        .route("/secretariat/courriels/{id}", post(outbox::retry))
        .route("/secretariat/textes-anterieurs/nouveau", get(prior::show).post(prior::submit))
}

/// Texts and their circuit.
#[rustfmt::skip]
fn texts() -> Router<App> {
    Router::new()
        .route("/tableau", get(board::show))
        .route("/textes/nouveau", get(create::show).post(create::submit))
        .route("/textes/{id}", get(show::show))
        .route("/textes/{id}/ecrire", get(write::show))
        .route("/textes/{id}/fiche", get(sheet::show).post(sheet::submit))
        .route("/textes/{id}/etape", get(show::back).post(moves::advance))
        .route("/textes/{id}/avis", get(show::back).post(say::opinion))
        .route("/textes/{id}/position", get(show::back).post(say::position))
        .route("/textes/{id}/reserves", get(reserves::show).post(reserves::table))
        .route("/textes/{id}/reserves/nouvelle", get(reserves::new))
        .route("/textes/{id}/reserves/{numero}", get(reserves::back).post(reserves::rule))
        .route("/textes/{id}/forme", get(form::show).post(form::correct))
        .route("/textes/{id}/forme/{numero}", get(form::back).post(form::contest))
        .route("/textes/{id}/navette", get(navette::show).post(navette::label))
        .route("/textes/{id}/navette/{numero}", get(navette::back).post(navette::withdraw))
        .route("/textes/{id}/decider", get(brief::show).post(brief::decide))
        .route("/textes/{id}/recu", get(receipt::show))
        .route("/textes/{id}/adoption", get(adoption::show).post(adoption::submit))
        .route("/textes/{id}/consultation", get(consultation::show).post(consultation::open))
        .route("/textes/{id}/consultation/interruption", get(consultation::back).post(consultation::stop))
        .route("/textes/{id}/consultation/reponse", get(consultation::back).post(consultation::answer))
        .route("/textes/{id}/correction", get(show::back).post(moves::start_correction))
        .route("/textes/{id}/journal", get(journal::show))
        .route("/textes/{id}/auteurs", get(authors::show))
        .route("/textes/{id}/auteurs/{passage}", get(passage::show))
        .route("/textes/{id}/suggestions", get(suggestions::show).post(suggestions::submit))
        .route("/textes/{id}/commentaires", get(comments::show).post(comments::open))
        .route("/textes/{id}/commentaires/{fil}", get(comments::back).post(comments::act))
        .route("/textes/{id}/amendements", get(amendments::list).post(amendments::begin))
        .route("/textes/{id}/amendements/{amendement}", get(amendments::show).post(amendments::act))
        .route("/textes/{id}/amendements/{amendement}/ecrire", get(amendments::write))
        .route("/textes/{id}/amendements/{amendement}/suggestions", get(amendments::suggestions).post(amendments::judge))
        .route("/textes/{id}/histoire", get(moments::list))
        .route("/textes/{id}/moments/{numero}", get(moments::show))
        .route("/textes/{id}/nom", get(show::back).post(moments::name))
        .route("/textes/{id}/comparer", get(compare::show))
        .route("/textes/{id}/lecture", get(show::back).post(reading::mark))
        .route("/textes/{id}/versions/{numero}", get(versions::show))
        .route("/textes/{id}/images", post(images::add))
        .route("/textes/{id}/images/{fichier}", get(images::show))
        .route("/textes/{id}/publication", get(publication::show).post(publication::submit))
}
