//! The log on stdout, and spans to a collector where one is set.

use std::io::IsTerminal as _;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use tracing_subscriber::{
    Layer as _, Registry, filter::Targets, fmt, layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::{
    config::{Config, LogFormat},
    failure::{Exit, Failure},
};

/// Sends what is left when the process ends.
pub struct Telemetry(Option<SdkTracerProvider>);

impl Telemetry {
    /// Starts log and spans.
    ///
    /// # Errors
    /// A configuration failure when the filter or the endpoint cannot be read.
    pub fn start(config: &Config) -> Result<Self, Failure> {
        let filter = (config.log.filter.parse::<Targets>())
            .map_err(|error| Failure::new(Exit::Config, format!("log.filter: {error}")))?;
        let json = match config.log.format {
            LogFormat::Json => true,
            LogFormat::Human => false,
            LogFormat::Auto => !std::io::stdout().is_terminal(),
        };
        let lines = if json {
            fmt::layer::<Registry>().json().flatten_event(true).with_target(true).boxed()
        } else {
            fmt::layer::<Registry>().compact().with_target(false).boxed()
        };
        let provider = match config.telemetry.otlp.as_str() {
            "" => None,
            endpoint => Some(provider(endpoint)?),
        };
        let spans = provider
            .as_ref()
            .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("lumbung")));
        // A second start in one process (tests) keeps the first log.
        let _ = tracing_subscriber::registry().with(lines).with(spans).with(filter).try_init();
        Ok(Self(provider))
    }

    /// Sends what is left.
    pub fn end(self) {
        if let Some(provider) = self.0
            && let Err(error) = provider.shutdown()
        {
            tracing::warn!(%error, "the last spans were not sent");
        }
    }
}

fn provider(endpoint: &str) -> Result<SdkTracerProvider, Failure> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .build()
        .map_err(|error| Failure::new(Exit::Config, format!("telemetry.otlp: {error}")))?;
    let resource = Resource::builder().with_service_name("lumbung").build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}
