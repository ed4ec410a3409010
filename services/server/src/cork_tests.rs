use std::pin::pin;

use tokio::io::AsyncWriteExt as _;

use super::*;

/// A socket that takes so many bytes at once, and is full after each time until it was asked again.
struct Socket {
    sent: Vec<Vec<u8>>,
    takes: usize,
    is_full: bool,
    is_shut: bool,
}

impl Socket {
    fn new(takes: usize) -> Self {
        Self { sent: Vec::new(), takes, is_full: true, is_shut: false }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        _: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Poll::Pending
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.is_full = !self.is_full;
        if self.is_full {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let taken = &bytes[..bytes.len().min(self.takes)];
        self.sent.push(taken.to_vec());
        Poll::Ready(Ok(taken.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.is_shut = true;
        Poll::Ready(Ok(()))
    }
}

/// What reached the socket of turns in which each of these pieces was written and flushed.
async fn sent(turns: &[&[&[u8]]], takes: usize) -> (Vec<Vec<u8>>, bool) {
    let corked = Corked::new(Socket::new(takes));
    let mut http = corked.handle();
    let served = async move {
        for pieces in turns {
            for piece in *pieces {
                http.write_all(piece).await?;
                http.flush().await?;
            }
            tokio::task::yield_now().await;
        }
        http.shutdown().await
    };
    corked.drive(pin!(served)).await.unwrap().unwrap();
    let mut held = corked.held();
    assert!(held.bytes.is_empty(), "nothing is left behind");
    (std::mem::take(&mut held.io.sent), held.io.is_shut)
}

#[tokio::test]
async fn an_answer_in_pieces_leaves_as_one_and_the_next_turn_by_itself() {
    let (sent, is_shut) = sent(&[&[b"headers", b"message", b"trailers"], &[b"next"]], 100).await;
    assert_eq!(sent, [b"headersmessagetrailers".to_vec(), b"next".to_vec()]);
    assert!(is_shut);
}

#[tokio::test]
async fn a_socket_that_takes_little_gets_everything_in_order() {
    let long: Vec<u8> = (0..100_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let (sent, _) = sent(&[&[b"first", &long, b"last"], &[&long]], 7_000).await;
    let expected = [b"first", long.as_slice(), b"last", long.as_slice()].concat();
    assert!(sent.concat() == expected);
}

#[tokio::test]
async fn what_is_long_does_not_gather() {
    let corked = Corked::new(Socket::new(HELD_MAX));
    let mut http = corked.handle();
    let long = vec![7; 5 * HELD_MAX];
    let served = async move { http.write_all(&long).await };
    corked.drive(pin!(served)).await.unwrap().unwrap();
    let held = corked.held();
    assert_eq!((held.io.sent.len(), held.bytes.len()), (4, HELD_MAX));
}

#[tokio::test]
async fn a_connection_that_breaks_ends_what_is_served() {
    let (near, far) = tokio::io::duplex(10);
    drop(far);
    let corked = Corked::new(near);
    let mut http = corked.handle();
    let served = async move {
        http.write_all(b"answer").await.unwrap();
        std::future::pending::<()>().await;
    };
    let error = corked.drive(pin!(served)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BrokenPipe);
}
