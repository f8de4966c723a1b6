//! Tells Cargo what the binary embeds besides its own sources.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../migrations");
    // A debug build reads the assets from the disk, in a folder that must be there when it is compiled: it may be filled
    // later. A release build holds them, so it follows them.
    let _absent_is_said_by_the_server = std::fs::create_dir_all("../web/dist");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=../web/dist");
        if !Path::new("../web/dist/manifest.json").exists() {
            println!(
                "cargo:warning=web/dist is not built: this binary will have no styles and no editor. \
                 Run `npm ci && npm run build` in web/ first."
            );
        }
    }
}
