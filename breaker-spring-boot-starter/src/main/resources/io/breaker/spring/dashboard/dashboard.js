'use strict';
// The page of the dashboard. All text goes through textContent: names, causes and reasons are what somebody typed.
(() => {
  const SECONDS_KEPT = 300;
  const SILENCE_MILLIS = 5000;
  const MOST_EVENTS = 200;
  const BASE = 'breaker-dashboard/';
  const WORDS = {
    CLOSED: 'CLOSED', OPEN: 'OPEN', HALF_OPEN: 'HALF-OPEN', FORCED_OPEN: 'FORCED OPEN', DISABLED: 'DISABLED', METRICS_ONLY: 'METRICS ONLY',
  };
  const SEVERITY = ['FORCED_OPEN', 'OPEN', 'HALF_OPEN', 'DISABLED', 'METRICS_ONLY', 'CLOSED'];
  const KINDS = {
    'retry': 'retry', 'ratelimiter': 'rate limiter', 'timelimiter': 'time limiter', 'bulkhead': 'bulkhead',
    'thread-pool-bulkhead': 'thread pool', 'circuitbreaker': 'circuit breaker',
  };
  // Each state has a shape of its own: colour is never the only sign.
  const SHAPES = {
    CLOSED: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1m-1 10.2L3.9 8.1l1.3-1.3L7 8.6l3.9-3.9 1.3 1.3z',
    OPEN: 'M5 1h6l4 4v6l-4 4H5l-4-4V5zm-.5 6v2h7V7z',
    HALF_OPEN: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1m0 2v10A5 5 0 0 1 8 3',
    FORCED_OPEN: 'M2 1h12a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1V2a1 1 0 0 1 1-1m3.2 2.8L3.8 5.2 6.6 8l-2.8 2.8 1.4 1.4L8 9.4l2.8 2.8 1.4-1.4L9.4 8l2.8-2.8-1.4-1.4L8 6.6z',
    DISABLED: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1m0 2a5 5 0 0 1 2.9.9L3.9 10.9A5 5 0 0 1 8 3m0 10a5 5 0 0 1-2.9-.9l7-7A5 5 0 0 1 8 13',
    METRICS_ONLY: 'M1 13h3V8H1zm5.5 0h3V3h-3zM12 13h3V6h-3z',
  };
  const $ = id => document.getElementById(id);
  const isBreaker = tile => tile.kind === 'circuitbreaker';
  const instances = new Map();
  const events = [];
  let journal = null;
  let ahead = 0; // by how much the server's clock is before ours
  let lastHeard = 0;
  let isLive = false;
  let detail = null;
  let hasControls = false;

  // ---- small helpers -------------------------------------------------------------------------------------------------

  function make(tag, className, parent) {
    const node = document.createElement(tag);
    if (className) { node.className = className; }
    if (parent) { parent.append(node); }
    return node;
  }
  function text(node, value) {
    const wanted = String(value);
    if (node.textContent !== wanted) { node.textContent = wanted; }
  }
  function show(node, wanted) { if (node.hidden === wanted) { node.hidden = !wanted; } }
  function shape(parent) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 16 16');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('fill-rule', 'evenodd');
    svg.append(path);
    parent.append(svg);
    return path;
  }
  const serverNow = () => Date.now() + ahead;
  const number = new Intl.NumberFormat('en', {maximumFractionDigits: 1});
  const clock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});
  const day = new Intl.DateTimeFormat(undefined, {month: 'short', day: 'numeric'});
  const figure = value => value === null || value === undefined ? '–' : number.format(value);
  function duration(millis) {
    if (millis === null || millis === undefined) { return '–'; }
    return millis < 1 ? `${Math.round(millis * 1000)} µs` : millis < 1000 ? `${number.format(millis)} ms` : `${number.format(millis / 1000)} s`;
  }
  function age(millis) {
    const seconds = Math.max(0, Math.floor(millis / 1000));
    if (seconds < 60) { return `${seconds} s`; }
    if (seconds < 3600) { return `${Math.floor(seconds / 60)} min ${seconds % 60} s`; }
    const hours = Math.floor(seconds / 3600);
    return hours < 48 ? `${hours} h ${Math.floor(seconds % 3600 / 60)} min` : `${Math.floor(hours / 24)} days`;
  }
  function at(millis) {
    const then = new Date(millis);
    const today = new Date(serverNow()).toDateString() === then.toDateString();
    return (today ? '' : day.format(then) + ' ') + clock.format(then);
  }
  const clockAt = seconds => clock.format(new Date(seconds * 1000));
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // ---- charts --------------------------------------------------------------------------------------------------------

  const SERIES = [
    {key: 'ok', label: 'ok/s', colour: '--good', dash: []},
    {key: 'failed', label: 'failed/s', colour: '--bad', dash: [6, 3]},
    {key: 'refusedNow', label: 'refused/s', colour: '--warn', dash: [2, 3]},
  ];
  function remember(instance, gap) {
    const h = instance.history;
    h[0].push(Math.round(serverNow() / 1000));
    SERIES.forEach((s, i) => {
      const value = instance.tile[s.key];
      h[i + 1].push(gap || value === undefined ? null : value);
    });
    if (h[0].length > SECONDS_KEPT) { h.forEach(column => column.shift()); }
  }
  function chart(parent, instance, height, full) {
    const options = {
      width: Math.max(100, parent.clientWidth), height, legend: {show: full}, cursor: {show: full, drag: {x: false, y: false}},
      padding: full ? undefined : [3, 0, 1, 0],
      scales: {
        x: {range: (u, min, max) => [(max || serverNow() / 1000) - (full ? SECONDS_KEPT : 120), max || serverNow() / 1000]},
        y: {range: (u, min, max) => [0, Math.max(1, (max || 0) * 1.1)]},
      },
      axes: full ? [Object.assign(axis(), {space: 90, values: (u, splits) => splits.map(clockAt)}), axis()] : [{show: false}, {show: false}],
      series: [{label: 'time', value: (u, seconds) => seconds ? clockAt(seconds) : '–'}].concat(SERIES.map(s => ({
        label: s.label, value: (u, value) => figure(value), stroke: () => colour(s.colour), dash: s.dash, width: 1.5, points: {show: false}, spanGaps: false,
      }))),
    };
    return new uPlot(options, instance.history, parent);
  }
  function axis() {
    return {stroke: () => colour('--quiet'), grid: {stroke: () => colour('--line'), width: 1}, ticks: {stroke: () => colour('--line'), width: 1}};
  }
  function redraw(plot, parent, height) {
    const width = Math.max(100, parent.clientWidth);
    if (plot.width !== width) { plot.setSize({width, height}); }
  }
  const seen = new IntersectionObserver(entries => entries.forEach(entry => {
    const instance = entry.target.instance;
    instance.isSeen = entry.isIntersecting;
    if (instance.isSeen) { draw(instance); }
  }), {rootMargin: '100px'});
  function draw(instance) {
    if (!instance.isSeen || !instance.parts.spark) { return; }
    const {spark} = instance.parts;
    instance.plot = instance.plot || chart(spark, instance, 44, false);
    redraw(instance.plot, spark, 44);
    instance.plot.setData(instance.history);
  }

  // ---- tiles ---------------------------------------------------------------------------------------------------------

  function heading(instance, head) {
    const button = make('button', '', make('h3', '', head));
    button.type = 'button';
    button.setAttribute('aria-haspopup', 'dialog');
    text(button, instance.tile.name);
    button.addEventListener('click', () => openDetail(instance));
    return button;
  }
  function meter(parent, label) {
    const node = make('div', 'meter', parent);
    text(make('span', '', node), label);
    const bar = make('span', 'bar', node);
    bar.setAttribute('aria-hidden', 'true');
    return {node, fill: make('span', 'fill', bar), mark: make('span', 'mark', bar), number: make('span', 'number', node)};
  }
  function figures(parent, labels) {
    const list = make('dl', 'figures', parent);
    return labels.map(label => {
      const group = make('div', '', list);
      text(make('dt', '', group), label);
      return {group, value: make('dd', '', group)};
    });
  }
  function buildBreaker(instance) {
    const node = make('article', 'tile');
    node.setAttribute('aria-label', isBreaker(instance.tile) ? instance.tile.name : `${KINDS[instance.tile.kind]} ${instance.tile.name}`);
    const head = make('div', 'head', node);
    const p = {node, button: heading(instance, head)};
    const state = make('span', 'state', head);
    p.shape = shape(state);
    p.word = make('span', '', state);
    p.since = make('p', 'quiet since', node);
    p.why = make('p', 'why', node);
    p.cost = make('p', 'cost', node);
    p.failure = meter(node, 'failures');
    p.slow = meter(node, 'slow');
    p.spark = make('div', 'spark', node);
    p.spark.setAttribute('aria-hidden', 'true');
    const legend = make('p', 'legend', node);
    legend.setAttribute('aria-hidden', 'true');
    [['key-ok', 'ok'], ['key-failed', 'failed'], ['key-refused', 'refused']].forEach(([key, word]) => text(make('span', key, legend), word));
    p.figures = figures(node, ['ok/s', 'failed/s', 'ignored/s', 'refused/s', 'in flight', 'overdue', 'p50', 'p99', 'retries/call']);
    p.fleet = make('p', 'fleet', node);
    node.instance = instance;
    return p;
  }
  function showMeter(m, rate, threshold, tile) {
    const known = rate >= 0;
    m.fill.style.width = `${known ? Math.min(100, rate) : 0}%`;
    m.mark.style.left = `${threshold}%`;
    m.node.classList.toggle('over', known && rate >= threshold);
    m.node.classList.toggle('near', known && rate >= threshold * 0.7 && rate < threshold);
    text(m.number, known ? `${figure(rate)}% of ${figure(threshold)}%` : `${tile.calls} of ${tile.minimum} calls`);
  }
  function showBreaker(instance) {
    const {tile, parts: p} = instance;
    if (p.node.dataset.state !== tile.state) {
      p.node.dataset.state = tile.state;
      p.shape.setAttribute('d', SHAPES[tile.state]);
      text(p.word, WORDS[tile.state]);
    }
    text(p.why, why(tile));
    showMeter(p.failure, tile.failureRate, tile.failureThreshold, tile);
    showMeter(p.slow, tile.slowRate, tile.slowThreshold, tile);
    const values = [figure(tile.ok), figure(tile.failed), figure(tile.ignored), figure(tile.refusedNow), tile.inFlight, tile.overdue,
      duration(tile.p50), duration(tile.p99), tile.retriesPerCall === null ? '–' : tile.retriesPerCall.toFixed(2)];
    p.figures.forEach((f, i) => text(f.value, values[i]));
    p.figures[1].group.classList.toggle('raised', tile.failed > 0);
    p.figures[3].group.classList.toggle('raised', tile.refusedNow > 0);
    p.figures[5].group.classList.toggle('raised', tile.overdue > 0);
    show(p.figures[8].group, tile.retriesPerCall !== null);
    text(p.fleet, fleet(tile.fleet));
    show(p.fleet, tile.fleet !== null);
    p.fleet.classList.toggle('alone', tile.fleet !== null && !tile.fleet.attached);
    showTimes(instance);
  }
  function fleet(f) {
    if (!f) { return ''; }
    const name = f.scope ? `fleet ${f.scope}` : 'fleet';
    const phase = f.phase.toLowerCase().replace('_', '-');
    const parts = [f.attached ? `In ${name} of ${f.instances}, which is ${phase}`
      : `Decides on its own since ${at(f.since)}: ${name} cannot be reached${f.failure ? ` (${f.failure})` : ''}`];
    if (f.override) { parts.push(`${WORDS[f.override.mode].toLowerCase()} until ${at(f.override.until)} by ${f.override.by}: ${f.override.reason}`); }
    if (f.mixedRules) { parts.push('instances have different rules'); }
    return parts.join('; ');
  }
  function why(tile) {
    return tile.whyOpened ? `${tile.why}. It had opened: ${tile.whyOpened}` : tile.why || '';
  }
  function cost(tile) {
    const back = tile.until ? `goes back by itself in ${age(tile.until - serverNow() + 999)}` : '';
    if (tile.refusedInOutage === null || tile.refusedInOutage === undefined) {
      return back || (tile.share < 100 ? `lets ${figure(tile.share)}% of the calls through, more by and by`
        : tile.starved ? 'calls come too seldom to trip it' : '');
    }
    const next = tile.state === 'OPEN'
      ? tile.probeAt > serverNow() ? `next probe in ${age(tile.probeAt - serverNow() + 999)}` : 'probes with the next call'
      : tile.state === 'HALF_OPEN' ? 'probing now' : back || 'until somebody closes it';
    const calls = tile.refusedInOutage === 1 ? 'call' : 'calls';
    return `${number.format(tile.refusedInOutage)} ${calls} refused in this outage; ${next}`;
  }
  // What changes with time alone.
  function showTimes(instance) {
    const {tile, parts: p} = instance;
    text(p.since, `since ${at(tile.since)}, for ${age(serverNow() - tile.since)}`);
    const line = cost(tile);
    text(p.cost, line);
    show(p.cost, line !== '');
  }
  function buildOther(instance) {
    const node = make('article', 'tile');
    node.setAttribute('aria-label', isBreaker(instance.tile) ? instance.tile.name : `${KINDS[instance.tile.kind]} ${instance.tile.name}`);
    const head = make('div', 'head', node);
    const p = {node, button: heading(instance, head)};
    text(make('span', 'kind', head), KINDS[instance.tile.kind]);
    p.figures = figures(node, instance.tile.figures.map(([label]) => label));
    return p;
  }
  function showOther(instance) {
    const {tile, parts: p} = instance;
    p.node.classList.toggle('alarm', tile.alarm === true);
    tile.figures.forEach(([, value], i) => text(p.figures[i].value, value));
  }
  function receive(tile) {
    let instance = instances.get(tile.id);
    if (!instance) {
      instance = {tile, history: [[], [], [], []], isSeen: false, plot: null};
      instance.parts = isBreaker(tile) ? buildBreaker(instance) : buildOther(instance);
      instances.set(tile.id, instance);
    }
    instance.tile = tile;
    if (isBreaker(tile)) { showBreaker(instance); } else { showOther(instance); }
  }
  function drop(id) {
    const instance = instances.get(id);
    if (!instance) { return; }
    if (instance.plot) { instance.plot.destroy(); }
    seen.unobserve(instance.parts.node);
    instance.parts.node.remove();
    instances.delete(id);
    if (detail === instance) { $('detail').close(); }
  }
  // What is open comes first. Moving a tile takes its focus away, so it gets it back.
  function arrange() {
    const byName = (a, b) => a.tile.name.localeCompare(b.tile.name) || a.tile.kind.localeCompare(b.tile.kind);
    const byState = (a, b) => SEVERITY.indexOf(a.tile.state) - SEVERITY.indexOf(b.tile.state) || byName(a, b);
    const all = [...instances.values()];
    place($('breaker-tiles'), all.filter(i => isBreaker(i.tile)).sort(byState));
    place($('other-tiles'), all.filter(i => !isBreaker(i.tile)).sort(byName));
    const breakers = $('breaker-tiles').childElementCount;
    show($('no-breakers'), breakers === 0);
    show($('others'), all.length > breakers);
  }
  function place(parent, wanted) {
    const focused = parent.contains(document.activeElement) ? document.activeElement : null;
    wanted.forEach((instance, i) => {
      const {node} = instance.parts;
      if (parent.children[i] !== node) {
        const isNew = node.parentNode !== parent;
        parent.insertBefore(node, parent.children[i] || null);
        if (isNew && node.instance) { seen.observe(node); }
      }
    });
    if (focused && document.activeElement !== focused) { focused.focus({preventScroll: true}); }
  }
  function filter() {
    const wanted = $('filter').value.trim().toLowerCase();
    instances.forEach(i => show(i.parts.node, i.tile.name.toLowerCase().includes(wanted)));
  }
  function summarize() {
    const counts = new Map();
    instances.forEach(({tile}) => { if (isBreaker(tile)) { counts.set(tile.state, (counts.get(tile.state) || 0) + 1); } });
    const wanted = SEVERITY.filter(state => counts.has(state)).map(state => `${counts.get(state)} ${WORDS[state].toLowerCase()}`).join(', ');
    text($('summary'), wanted);
    const open = (counts.get('OPEN') || 0) + (counts.get('FORCED_OPEN') || 0);
    const title = `${open > 0 ? `(${open} open) ` : ''}${$('application').textContent} – Breaker`;
    if (document.title !== title) { document.title = title; }
  }

  // ---- events --------------------------------------------------------------------------------------------------------

  function line(event) {
    const item = make('li');
    const time = make('time', '', item);
    time.dateTime = new Date(event.time).toISOString();
    text(time, at(event.time));
    text(make('b', '', item), event.name);
    const state = make('span', 'state', item);
    state.dataset.state = event.to;
    shape(state).setAttribute('d', SHAPES[event.to]);
    text(make('span', '', state), WORDS[event.to]);
    text(make('span', 'text', item), event.text);
    return item;
  }
  function say(words) {
    text(make('p', '', $('announcements')), words);
    while ($('announcements').childElementCount > 5) { $('announcements').firstChild.remove(); }
  }
  function happened(event, announce) {
    events.unshift(event);
    $('events').prepend(line(event));
    if (events.length > MOST_EVENTS) { events.pop(); $('events').lastChild.remove(); }
    if (detail && detail.tile.name === event.name && isBreaker(detail.tile)) {
      $('detail-events').prepend(line(event));
      while ($('detail-events').childElementCount > MOST_EVENTS) { $('detail-events').lastChild.remove(); }
    }
    if (announce) { say(`${event.name} is ${WORDS[event.to]}: ${event.text}`); }
    show($('no-events'), false);
  }

  // ---- detail --------------------------------------------------------------------------------------------------------

  function openDetail(instance) {
    detail = instance;
    const {tile} = instance;
    text($('detail-heading'), `${KINDS[tile.kind]} ${tile.name}`);
    $('detail-settings').replaceChildren();
    const own = isBreaker(tile) ? events.filter(event => event.name === tile.name) : [];
    $('detail-events').replaceChildren(...own.map(line));
    show($('detail-events-heading'), isBreaker(tile));
    show($('detail-chart'), isBreaker(tile));
    show($('controls'), hasControls && isBreaker(tile));
    $('detail-state').replaceChildren();
    instance.more = isBreaker(tile) ? buildMore($('detail-state')) : null;
    $('detail').showModal();
    $('detail-heading').focus();
    if (isBreaker(tile)) {
      $('detail-chart').replaceChildren();
      instance.big = chart($('detail-chart'), instance, 190, true);
    }
    showDetail();
    loadSettings(tile);
  }
  function buildMore(parent) {
    const state = make('p', 'state', parent);
    return {state, shape: shape(state), word: make('span', '', state), since: make('p', 'quiet', parent), why: make('p', 'why', parent), cost: make('p', 'cost', parent), fleet: make('p', 'fleet', parent)};
  }
  function showDetail() {
    if (!detail || !detail.more) { return; }
    const {tile, more} = detail;
    if (more.state.dataset.state !== tile.state) {
      more.state.dataset.state = tile.state;
      more.shape.setAttribute('d', SHAPES[tile.state]);
      text(more.word, WORDS[tile.state]);
    }
    text(more.since, `since ${at(tile.since)}, for ${age(serverNow() - tile.since)}; ${number.format(tile.refused)} calls refused since it was made`);
    text(more.why, why(tile));
    text(more.cost, cost(tile));
    text(more.fleet, fleet(tile.fleet));
    redraw(detail.big, $('detail-chart'), 190);
    detail.big.setData(detail.history);
  }
  async function loadSettings(tile) {
    show($('detail-problem'), false);
    try {
      const query = new URLSearchParams({kind: tile.kind, name: tile.name});
      const answer = await fetch(`${BASE}detail?${query}`);
      if (!answer.ok) { throw new Error(`status ${answer.status}`); }
      const {settings} = await answer.json();
      if (!detail || detail.tile.id !== tile.id) { return; }
      $('detail-settings').replaceChildren(...settings.map(setting));
    } catch (problem) {
      text($('detail-problem'), `It could not be loaded (${problem.message}).`);
      show($('detail-problem'), true);
    }
  }
  function setting({setting: name, value, from, key, origin}) {
    const row = make('tr', from === 'default' ? 'plain' : 'said');
    const head = make('th', '', row);
    head.scope = 'row';
    text(head, name);
    text(make('td', '', row), value === '' ? '–' : readable(value));
    const place = make('td', '', row);
    text(place, from + (key && key.includes('.configs') ? shortConfig(key) : ''));
    if (origin) { place.title = `${key}: ${origin}`; }
    return row;
  }
  // 200 ms and 1 h 30 min, not PT0.2S and PT1H30M.
  function readable(value) {
    const [, h, m, s] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(value) || [];
    if (h === undefined && m === undefined && s === undefined) { return value; }
    const seconds = s === undefined || (s === '0' && (h || m)) ? '' : s < 1 ? `${number.format(s * 1000)} ms` : `${s} s`;
    return [h && `${h} h`, m && `${m} min`, s === '0' ? '0 s' : seconds].filter(part => part).join(' ');
  }
  function shortConfig(key) {
    const rest = key.split('.configs')[1];
    const name = rest.startsWith('[') ? rest.slice(1, rest.indexOf(']')) : rest.slice(1).split('.')[0];
    return ` (config ${name})`;
  }
  $('detail-close').addEventListener('click', () => $('detail').close());
  $('detail').addEventListener('close', () => {
    const closed = detail;
    detail = null;
    if (closed && closed.big) { closed.big.destroy(); closed.big = null; }
    if (closed && closed.parts.button.isConnected) { closed.parts.button.focus(); }
  });

  // ---- controls: each asks once, and takes a reason --------------------------------------------------------------------

  const ACTIONS = {
    FORCE_OPEN: ['Force open', 'All its calls are refused.', true],
    CLOSE: ['Close', 'Calls go through again, and its window begins empty.'],
    DISABLE: ['Disable', 'All calls go through and nothing is recorded: it protects nothing.', true],
    RESET: ['Reset', 'It starts anew: in its initial state, with an empty window and the first open wait.'],
  };
  let asked = null;
  document.querySelectorAll('#controls button').forEach(button => button.addEventListener('click', () => {
    const [word, consequence, takesDuration] = ACTIONS[button.dataset.action];
    asked = {name: detail.tile.name, action: button.dataset.action};
    text($('confirm-heading'), `${word} circuit breaker ${asked.name}?`);
    text($('confirm-text'), `${consequence} This concerns this instance of the application alone.`);
    text($('confirm-do'), word);
    $('confirm-reason').value = '';
    $('confirm-for').value = '';
    show($('confirm-while'), takesDuration);
    show($('confirm-problem'), false);
    $('confirm').showModal();
    $('confirm-reason').focus();
  }));
  $('confirm-cancel').addEventListener('click', () => $('confirm').close());
  $('confirm-form').addEventListener('submit', async event => {
    event.preventDefault();
    $('confirm-do').disabled = true;
    try {
      const answer = await fetch(`${BASE}control`, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', 'X-Breaker-Request': 'dashboard'},
        body: JSON.stringify(Object.assign({reason: $('confirm-reason').value, for: $('confirm-for').value || null}, asked)),
      });
      if (!answer.ok) { throw new Error((await answer.json().catch(() => ({}))).message || `status ${answer.status}`); }
      say((await answer.json()).message);
      $('confirm').close();
    } catch (problem) {
      text($('confirm-problem'), `Not done: ${problem.message}`);
      show($('confirm-problem'), true);
    } finally {
      $('confirm-do').disabled = false;
    }
  });

  // ---- the stream ----------------------------------------------------------------------------------------------------

  function hello(message) {
    text($('application'), message.about.application);
    hasControls = message.about.controls;
    const isSame = journal === message.about.journal;
    journal = message.about.journal;
    const wanted = new Set(message.tiles.map(tile => tile.id));
    [...instances.keys()].filter(id => !wanted.has(id)).forEach(drop);
    instances.forEach(instance => { if (isBreaker(instance.tile)) { remember(instance, true); } });
    message.tiles.forEach(receive);
    const known = isSame ? Math.max(0, ...events.filter(e => e.journal === journal).map(e => e.number)) : 0;
    message.events.filter(e => e.number > known).forEach(e => happened(Object.assign(e, {journal}), false));
  }
  function tick(message) {
    message.gone.forEach(drop);
    message.tiles.forEach(receive);
    message.events.forEach(e => happened(Object.assign(e, {journal}), true));
    instances.forEach(instance => {
      if (isBreaker(instance.tile)) { remember(instance, false); draw(instance); }
    });
  }
  function heard(data, handle) {
    const message = JSON.parse(data);
    ahead = message.now - Date.now();
    lastHeard = Date.now();
    handle(message);
    arrange();
    filter();
    summarize();
    showDetail();
    connection(true);
  }
  function connection(live) {
    if (isLive && live) { return; }
    isLive = live;
    $('connection').className = `pill ${live ? 'live' : 'broken'}`;
    text($('connection-text'), live ? 'live' : 'connection lost');
    document.body.classList.toggle('stale', !live);
    if (!live) {
      text($('lost'), lastHeard === 0 ? 'There is no connection yet; trying again.'
        : `Connection lost: this is how it was at ${at(lastHeard + ahead)}; trying again.`);
    }
    show($('lost'), !live);
  }
  let source = null;
  let retry = null;
  function connect() {
    clearTimeout(retry);
    if (source) { source.close(); }
    source = new EventSource(`${BASE}stream`);
    source.addEventListener('hello', event => heard(event.data, hello));
    source.addEventListener('tick', event => heard(event.data, tick));
    source.onerror = () => {
      connection(false);
      // After an answer that is an error, such as a proxy's while the application starts, browsers do not try again.
      if (source.readyState === EventSource.CLOSED) { retry = setTimeout(connect, 2000); }
    };
  }
  setInterval(() => {
    instances.forEach(instance => { if (isBreaker(instance.tile) && isLive) { showTimes(instance); } });
    if (isLive && Date.now() - lastHeard > SILENCE_MILLIS) { connection(false); connect(); }
  }, 1000);

  // ---- theme, filter -------------------------------------------------------------------------------------------------

  const THEMES = ['system', 'light', 'dark'];
  function theme(wanted) {
    if (wanted === 'system') { delete document.documentElement.dataset.theme; } else { document.documentElement.dataset.theme = wanted; }
    text($('theme'), `Theme: ${wanted}`);
    instances.forEach(instance => { if (instance.plot) { instance.plot.redraw(false); } });
  }
  let chosen = 'system';
  try { chosen = localStorage.getItem('breaker-theme') || 'system'; } catch (denied) { /* then it is not kept */ }
  theme(THEMES.includes(chosen) ? chosen : 'system');
  $('theme').addEventListener('click', () => {
    chosen = THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length];
    theme(chosen);
    try { localStorage.setItem('breaker-theme', chosen); } catch (denied) { /* then it is not kept */ }
  });
  $('filter').addEventListener('input', filter);
  window.addEventListener('resize', () => instances.forEach(draw));
  connect();
})();
