//! Tells Cargo what the binary embeds besides its own sources.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../migrations");
    println!("cargo:rerun-if-changed=../web/dist");
    if !Path::new("../web/dist/manifest.json").exists() {
        println!(
            "cargo:warning=web/dist is not built: this binary will have no styles and no editor. \
             Run `make run`, or `npm ci && npm run build` in web/, first."
        );
    }
}
