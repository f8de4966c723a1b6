//! What the operating system says of a process: CPU time of all its threads, memory. And ends it.

use std::fs;
use std::io;

/// Linux counts CPU time in hundredths of a second for whoever reads `/proc` (`USER_HZ`).
const TICK_MS: f64 = 10.0;

/// Milliseconds of CPU, user and system, of all threads, those that ended included.
pub fn cpu_ms(pid: u32) -> io::Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name may hold spaces; what follows its parenthesis does not.
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let mut fields = after.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    match (ticks(), ticks()) {
        (Some(user), Some(system)) => Ok((user + system) * TICK_MS),
        _ => Err(io::Error::other("/proc/PID/stat is not as expected")),
    }
}

/// KiB of memory that is resident now.
pub fn resident_kib(pid: u32) -> io::Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.ok_or_else(|| io::Error::other("/proc/PID/status is not as expected"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_run_and_has_memory() {
        let me = std::process::id();
        let before = cpu_ms(me).unwrap();
        let mut sum = 0_u64;
        while cpu_ms(me).unwrap() < before + 20.0 {
            sum = (0..10_000).fold(sum, u64::wrapping_add);
        }
        assert!(resident_kib(me).unwrap() > 500.0);
    }
}
