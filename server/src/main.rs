//! The command `dires`.

fn main() -> std::process::ExitCode {
    dires::cli::main()
}
