//! `dires serve`.

use std::future::IntoFuture as _;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::{Failure, demo};
use crate::app::App;
use crate::config::Config;
use crate::storage::Db;
use crate::web::{self, assets};

/// How long requests under way may take once the server is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens the database, listens, loads the demonstration if it is asked for and the database is empty, and serves until
/// told to stop.
pub async fn run(mut config: Config, with_demo: bool) -> Result<(), Failure> {
    crate::telemetry::start(&config);
    let db = open(&config).await?;
    let listener = listen(&config).await?;
    say_where(&mut config, &listener)?;
    if with_demo {
        demo::load_once(&config, &db).await?;
    }
    println!("Dires est en service\u{a0}: {}", config.public_url);
    if !assets::are_built() {
        println!(
            "Les styles et l’éditeur ne sont pas construits\u{a0}: «\u{a0}make run\u{a0}» les construit."
        );
    }
    let app = App::new(db, config);
    serve(app.clone(), listener, told_to_stop()?).await?;
    if tokio::time::timeout(PATIENCE, app.hub.stopped())
        .await
        .is_err()
    {
        tracing::error!(
            "changes that nobody was told are stored could not be: the database does not answer"
        );
    }
    app.db.close().await;
    println!("Dires est arrêté.");
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

async fn listen(config: &Config) -> Result<TcpListener, Failure> {
    let address = config.listen;
    TcpListener::bind(address).await.map_err(|error| {
        Failure::new(match error.kind() {
            ErrorKind::AddrInUse => format!(
                "Le port {address} est déjà utilisé par un autre programme. \
                 Arrêtez-le, ou choisissez une autre adresse avec DIRES_LISTEN."
            ),
            ErrorKind::PermissionDenied => format!(
                "Le système interdit d’écouter sur {address}. Choisissez un port au-dessus de 1023 avec DIRES_LISTEN."
            ),
            _ => format!("Impossible d’écouter sur {address} (DIRES_LISTEN)\u{a0}: {error}."),
        })
    })
}

/// Serves until `stop`; what is under way then has [`PATIENCE`] to end.
async fn serve(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Failure> {
    let stopping = app.stopping.clone();
    let site = web::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let ending = stopping.clone();
    let stopped = async move {
        stop.await;
        ending.cancel();
    };
    let server = axum::serve(listener, site)
        .with_graceful_shutdown(stopped)
        .into_future();
    let out_of_patience = async {
        stopping.cancelled().await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        done = server => done.map_err(|error| Failure::new(format!("Le serveur s’est arrêté\u{a0}: {error}."))),
        () = out_of_patience => {
            tracing::warn!("requests were still under way after {PATIENCE:?}: they are cut");
            Ok(())
        }
    }
}

/// Ends at SIGTERM or at Ctrl-C.
fn told_to_stop() -> Result<impl Future<Output = ()>, Failure> {
    let hear = |kind| signal(kind).map_err(|error| Failure::from_runtime(&error));
    let (mut term, mut int) = (
        hear(SignalKind::terminate())?,
        hear(SignalKind::interrupt())?,
    );
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
    })
}
