//! Sharing numbered tasks among threads.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Runs tasks `0..count`, each once, on some threads; every thread begins with a state of its own
/// and the states are answered at the end.
pub(super) fn share<S: Send>(
    count: usize,
    threads: usize,
    begin: impl Fn() -> S + Sync,
    run: impl Fn(&mut S, usize) + Sync,
) -> Vec<S> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut state = begin();
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            if task >= count {
                return state;
            }
            run(&mut state, task);
        }
    };
    let threads = threads.clamp(1, count.max(1));
    if threads == 1 {
        return vec![work()];
    }
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut states = vec![work()];
        for other in others {
            match other.join() {
                Ok(state) => states.push(state),
                // A visitor of the caller failed on that thread: it fails here as it would have
                // without threads.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        states
    })
}
