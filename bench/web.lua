-- For wrk: asks what stands in the file ONRECORD_ASKS, one path a line, in that order and around again; prints percentiles (ms) as JSON.
local asks, nth = {}, 0

function init()
  for line in io.lines(os.getenv("ONRECORD_ASKS")) do
    asks[#asks + 1] = wrk.format("GET", line)
  end
end

function request()
  nth = nth % #asks + 1
  return asks[nth]
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format(
    '\n{"answers": %d, "seconds": %.3f, "errors": %d, "p50": %.3f, "p95": %.3f, "p99": %.3f}\n',
    summary.requests, summary.duration / 1e6, failed.connect + failed.read + failed.write + failed.status + failed.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
