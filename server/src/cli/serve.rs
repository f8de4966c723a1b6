//! `dires serve`.

mod listen;
mod notify;
mod stop;

use std::future::IntoFuture as _;
use std::net::SocketAddr;
use std::path::Path;

use tokio::net::TcpListener;

use super::{Failure, demo};
use crate::app::App;
use crate::config::Config;
use crate::mail::Post;
use crate::storage::Db;
use crate::timetable::Timetable;
use crate::web::{self, assets};
use stop::Signals;

/// Opens the database, listens, loads the demonstration if it is asked for and the database is empty, and serves until
/// told to stop.
pub async fn run(mut config: Config, with_demo: bool) -> Result<(), Failure> {
    crate::telemetry::start(&config);
    let db = open(&config).await?;
    let listener = listen::site(&config).await?;
    let watched = listen::watch(&config).await?;
    say_where(&mut config, &listener)?;
    if with_demo {
        demo::load_once(&config, &db).await?;
    }
    let signals = Signals::new()?;
    say!("Dires est en service\u{a0}: {}", config.public_url);
    if !assets::are_built() {
        say!(
            "Les styles et l’éditeur ne sont pas construits\u{a0}: «\u{a0}make run\u{a0}» les construit."
        );
    }
    let app = App::new(db, config).map_err(|error| Failure::from_runtime(&error))?;
    if let Some(watched) = watched {
        watch(&app, watched)?;
    }
    let own = (Post::start(&app), Timetable::start(&app));
    serve(&app, listener, signals, own).await;
    say!("Dires est arrêté.");
    Ok(())
}

/// Serves until told to stop, and ends.
async fn serve(
    app: &App,
    listener: TcpListener,
    mut signals: Signals,
    (post, timetable): (Post, Timetable),
) {
    let site = web::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let site = axum::serve(listener, site)
        .with_graceful_shutdown(app.stopping.clone().cancelled_owned())
        .into_future();
    // In a task of its own: it goes on accepting while this one waits for a signal, and ending after.
    let site = tokio::spawn(site);
    notify::tell(notify::READY);
    signals.next().await;
    notify::tell(notify::STOPPING);
    let ended = async {
        if let Ok(Err(error)) | Err(error) = site.await.map_err(std::io::Error::other) {
            tracing::error!(%error, "the site did not end well");
        }
    };
    let ended = async {
        tokio::join!(ended, post.stopped(), timetable.stopped());
    };
    stop::stop(app, ended, &mut signals).await;
}

/// Serves those who watch over the server, to the very end.
fn watch(app: &App, listener: TcpListener) -> Result<(), Failure> {
    let address = listener.local_addr();
    let address = address.map_err(|error| Failure::from_runtime(&error))?;
    say!("Surveillance\u{a0}: http://{address}/metrics");
    let site = web::watch(app.clone());
    tokio::spawn(async { axum::serve(listener, site).await });
    Ok(())
}

/// Opens the database and makes sure that it can be written.
pub async fn open(config: &Config) -> Result<Db, Failure> {
    make_folder(config)?;
    let failed = |error| Failure::database(config, &error);
    let db = Db::open(&config.database).await.map_err(failed)?;
    db.try_writing().await.map_err(failed)?;
    Ok(db)
}

/// Opens a database that must be there already, and changes nothing.
pub async fn existing(config: &Config) -> Result<Db, Failure> {
    if let Some(file) = sqlite_file(&config.database)
        && !Path::new(file).exists()
    {
        return Err(Failure::new(format!(
            "Il n’y a pas de base dans {file}. Vérifiez DIRES_DATA ou DIRES_DATABASE\u{a0}: «\u{a0}dires settings\u{a0}» les décrit."
        )));
    }
    let opened = Db::existing(&config.database).await;
    opened.map_err(|error| Failure::database(config, &error))
}

/// The file that a database's address names, if it is of `SQLite`.
fn sqlite_file(url: &str) -> Option<&str> {
    url.strip_prefix("sqlite://")?.split('?').next()
}

/// The data folder is made and tried even where the database lies elsewhere: better said now than at the first need.
fn make_folder(config: &Config) -> Result<(), Failure> {
    let folder = config.data.display();
    let refuse = |error| {
        Failure::new(format!(
            "Le dossier des données {folder} (DIRES_DATA) ne peut pas être écrit ({error}). \
             Donnez-le à l’utilisateur qui lance dires, ou choisissez-en un autre."
        ))
    };
    std::fs::create_dir_all(&config.data).map_err(refuse)?;
    tempfile_in(&config.data).map_err(refuse)
}

fn tempfile_in(folder: &Path) -> std::io::Result<()> {
    let file = folder.join(format!(".essai-{}", std::process::id()));
    std::fs::write(&file, b"")?;
    std::fs::remove_file(&file)
}

/// On port 0 the system chooses: the address that people type is known only now.
fn say_where(config: &mut Config, listener: &TcpListener) -> Result<(), Failure> {
    let address = listener.local_addr();
    let address = address.map_err(|error| Failure::from_runtime(&error))?;
    if config.public_url == format!("http://{}", config.listen) {
        config.public_url = format!("http://{address}");
    }
    config.listen = address;
    Ok(())
}
