'use strict';

// Polls the status once a second, and fetches reports only if there are new ones.
const POLL_MS = 1000;
const REQUEST_TIMEOUT_MS = 5000;
const ROWS = 12;
const STALL_FACTOR = 3; // times the median interval

const element = id => document.getElementById(id);
const reports = new Map(); // by cycle, of one cluster
let cluster = null;
let total = -1; // the number of the cluster's reports when the map was filled
let chosen = decodeURIComponent(location.hash.slice(1)) || null; // the selected cluster; null for the one that reported last
let chart = null;
let plotted = []; // the chart's points
let stallAfter = Infinity; // the time between two reports, in seconds, after which the cluster counts as stalled

/* ---- Data ---------------------------------------------------------------------------------------- */

async function get(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS), cache: 'no-store' });
  if (response.ok) {
    return response.json();
  }
  throw new Error(response.status === 503 ? 'Redis is unavailable, retrying' : `the backend returned ${response.status}`);
}

function addReports(list) {
  list.filter(report => report.cluster === cluster).forEach(report => reports.set(report.cycle, report));
}

// The cycles in the window, oldest first; null where a report is missing between two others.
function cycles() {
  const size = Number(element('window').value);
  const newest = Math.max(...reports.keys());
  const shown = [];
  for (let cycle = newest; cycle > 0 && shown.length < size; cycle--) {
    shown.push({ cycle, report: reports.get(cycle) ?? null });
  }
  while (shown.at(-1).report === null) {
    shown.pop();
  }
  return shown.reverse();
}

async function update(status) {
  const last = status.lastReport;
  if (last.cluster !== cluster) {
    cluster = last.cluster;
    reports.clear();
    total = -1;
  }
  if (status.reports === total) {
    return false;
  }
  const query = `/api/v1/reports?cluster=${encodeURIComponent(cluster)}&limit=1000`;
  const newest = Math.max(0, ...reports.keys());
  const before = reports.size;
  if (before > 0) {
    addReports(await get(`${query}&from=${newest + 1}`));
  }
  // Reports that the cluster kept for a while arrive later than newer ones.
  if (reports.size - before !== status.reports - total) {
    addReports(await get(query));
  }
  total = status.reports;
  for (const cycle of [...reports.keys()].sort((a, b) => a - b).slice(0, -1000)) {
    reports.delete(cycle);
  }
  return true;
}

/* ---- Text ---------------------------------------------------------------------------------------- */

const whole = new Intl.NumberFormat('en');
const significant = new Intl.NumberFormat('en', { minimumSignificantDigits: 5, maximumSignificantDigits: 5 });
const value = number => number === null || number === undefined ? '–' : significant.format(number);
const withUnit = (number, unit) => unit === undefined ? value(number) : `${value(number)} ${unit}`;
// The statistic that the cluster reports; the mean is always present.
const statistic = report => report.statistic ?? 'mean';
const reported = report => report.statistic === undefined ? report.mean : report.value ?? null;
const milliseconds = number => `${number.toFixed(number < 10 ? 1 : 0)} ms`;
const time = instant => new Date(instant).toLocaleTimeString('en-GB');

// Date has milliseconds; nodes write microseconds.
const micros = instant => Date.parse(instant) * 1000 + Number((/\.\d{3}(\d{1,3})/.exec(instant)?.[1] ?? '').padEnd(3, '0'));

function age(ms) {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) {
    return `${seconds} s ago`;
  }
  return seconds < 7200 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3600)} h ago`;
}

/* ---- Drawing ------------------------------------------------------------------------------------- */

// Sets text, not HTML, so that the name of a node cannot become markup.
function row(cells, className) {
  const tr = document.createElement('tr');
  tr.className = className ?? '';
  for (const [text, style, span] of cells) {
    const td = tr.insertCell();
    td.textContent = text;
    td.className = style ?? '';
    td.colSpan = span ?? 1;
  }
  return tr;
}

function drawFigures(status) {
  const last = status.lastReport;
  element('statistic').textContent = statistic(last);
  element('mean').textContent = withUnit(reported(last), last.unit);
  element('chart-title').textContent = `${statistic(last)} of each cycle`;
  element('cycle').textContent = whole.format(last.cycle);
  element('age').textContent = age(status.lastReportAgeMs);
  element('leader').textContent = last.leader;
  element('epoch').textContent = whole.format(last.epoch);
  element('skew').textContent = milliseconds(last.skewMs);
  element('readings').textContent = whole.format(status.counts.readings);
  element('stored').textContent = whole.format(status.counts.stored);
  element('replayed').textContent = whole.format(status.counts.replayed);
}

// The plants on one ensemble, or the clusters that a plant has had. The selection is kept in the address.
function drawClusters(clusters) {
  const select = element('cluster');
  const known = [...select.options].map(option => option.value);
  if (known.length !== clusters.length || clusters.some(id => !known.includes(id))) {
    select.replaceChildren(...[...clusters].sort().map(id => new Option(id, id)));
  }
  select.value = chosen ?? cluster ?? clusters[0] ?? '';
  select.hidden = clusters.length === 0;
}

function drawNodes(last) {
  const first = Math.min(...last.readings.map(reading => micros(reading.takenAt)));
  const rows = last.readings.map(reading => {
    const offset = (micros(reading.takenAt) - first) / 1000;
    const cells = [[reading.id], [withUnit(reading.value, reading.unit), 'number'], [`+${milliseconds(offset)}`, 'number'], [remark(reading)]];
    const tr = row(cells, reading.excluded ? 'excluded' : '');
    if (reading.id === last.leader) {
      const badge = document.createElement('span');
      badge.className = 'badge';
      badge.textContent = 'leader';
      tr.cells[0].append(badge);
    }
    return tr;
  });
  rows.push(...last.missing.map(id => row([[id], ['missing', 'number', 3]], 'missing')));
  element('nodes').replaceChildren(...rows);
}

// The quality as in OPC UA, and why a reading is excluded from the statistics.
function remark(reading) {
  const quality = reading.quality ?? 'Good';
  return reading.excluded === 'unit' ? `${quality}, other unit: does not count` : reading.excluded ? `${quality}: does not count` : quality;
}

function drawCycles(shown) {
  const rows = shown.slice(-ROWS).reverse().map(({ cycle, report }) => report === null
    ? row([[whole.format(cycle), 'number'], ['no report', '', 7]], 'gap')
    : row([
        [whole.format(cycle), 'number'],
        [time(report.closedAt)],
        [nodesOf(report), 'number'],
        [value(reported(report)), 'number'],
        [value(report.min), 'number wide'],
        [value(report.max), 'number wide'],
        [milliseconds(report.skewMs), 'number wide'],
        [report.leader],
      ], report.count < expected(report) ? 'missing' : ''));
  element('cycles').replaceChildren(...rows);
}

const expected = report => report.readings.length + report.missing.length;
const nodesOf = report => report.count < expected(report) ? `${report.count} of ${expected(report)}` : report.count;

// A null between two reports interrupts the line: a cycle is missing, or the cluster was stalled.
function points(shown) {
  const known = shown.filter(({ report }) => report !== null).map(({ report }) => report);
  const seconds = known.map(report => micros(report.closedAt) / 1e6);
  const intervals = seconds.slice(1).map((at, i) => at - seconds[i]).sort((a, b) => a - b);
  stallAfter = STALL_FACTOR * (intervals[intervals.length >> 1] ?? Infinity);
  const result = [];
  known.forEach((report, i) => {
    // The clocks of leaders differ, but the chart needs its points in order.
    const previous = result.at(-1)?.at ?? -Infinity;
    const at = Math.max(seconds[i], previous + 1e-6);
    if (i > 0 && (report.cycle > known[i - 1].cycle + 1 || at - previous > stallAfter)) {
      result.push({ at: (previous + at) / 2, report: null });
    }
    result.push({ at, report });
  });
  return result;
}

function drawChart(shown) {
  plotted = points(shown);
  const series = number => plotted.map(({ report }) => report === null ? null : number(report) ?? null);
  const data = [plotted.map(({ at }) => at), series(reported), series(report => report.max), series(report => report.min)];
  if (chart === null) {
    chart = new uPlot(chartOptions(), data, element('chart'));
  } else {
    chart.setData(data);
  }
  const gaps = shown.filter(({ report }) => report === null).length;
  element('gaps').textContent = gaps === 0 ? '' : `${whole.format(gaps)} ${gaps === 1 ? 'cycle' : 'cycles'} without a report`;
}

function drawHover(index) {
  const report = plotted[index]?.report;
  element('hover').textContent = report
    ? `cycle ${whole.format(report.cycle)} at ${time(report.closedAt)}: ${withUnit(reported(report), report.unit)} (${value(report.min)} to ${value(report.max)})`
    : '';
}

function chartSize() {
  const box = element('chart');
  return { width: box.clientWidth, height: box.clientHeight };
}

function chartOptions() {
  const color = name => () => getComputedStyle(document.documentElement).getPropertyValue(name);
  const axis = { stroke: color('--quiet'), grid: { stroke: color('--rule'), width: 1 }, ticks: { show: false } };
  const edge = { stroke: 'transparent', points: { show: false } };
  return {
    ...chartSize(),
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false },
    series: [{}, { stroke: color('--mean'), width: 2 }, edge, edge],
    bands: [{ series: [2, 3], fill: color('--band') }],
    axes: [{ ...axis, values: '{HH}:{mm}:{ss}', space: 80, size: 30 }, { ...axis, size: 60 }],
    hooks: { setCursor: [plot => drawHover(plot.cursor.idx)] },
  };
}

/* ---- Polling ------------------------------------------------------------------------------------- */

function showState(state, text) {
  element('connection').dataset.state = state;
  element('connection').textContent = text;
}

function draw() {
  const shown = cycles();
  drawCycles(shown);
  drawChart(shown);
}

async function poll() {
  try {
    const wanted = chosen ?? cluster;
    const status = await get(wanted === null ? '/api/v1/status' : `/api/v1/status?cluster=${encodeURIComponent(wanted)}`);
    drawClusters(status.clusters);
    const empty = status.lastReport === undefined;
    const changed = !empty && await update(status);
    element('empty').hidden = !empty;
    element('live').hidden = empty;
    if (!empty) {
      drawFigures(status);
      if (changed) {
        drawNodes(status.lastReport);
        draw();
      }
    }
    if (empty) {
      showState('live', 'waiting for the first report');
    } else if (status.lastReportAgeMs > Math.max(stallAfter * 1000, 2 * POLL_MS)) {
      showState('late', 'connected, but no new reports');
      if (chosen === null && status.clusters[0] !== cluster) {
        cluster = null; // Another cluster reports: this one was replaced, or its plant is stalled.
      }
    } else {
      showState('live', 'live');
    }
  } catch (error) {
    showState('lost', error instanceof TypeError || error.name === 'TimeoutError' ? 'connection lost, retrying' : error.message);
  } finally {
    setTimeout(poll, POLL_MS);
  }
}

element('address').textContent = location.host;
element('window').addEventListener('change', draw);
element('cluster').addEventListener('change', () => {
  location.hash = encodeURIComponent(element('cluster').value);
});
addEventListener('hashchange', () => {
  chosen = decodeURIComponent(location.hash.slice(1)) || null;
});
new ResizeObserver(() => chart?.setSize(chartSize())).observe(element('chart'));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chart?.redraw());
poll();
