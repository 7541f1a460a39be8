--[[
What a fleet knows of one breaker, and what an instance's report changes of it, in one step that no other report comes between.
InMemoryFleetStore does the same in Java (see Exchange there): whoever changes one changes the other; a test compares them.

KEYS[1]  hash: the state (FIELDS below)
KEYS[2]  hash: instance -> its last report: "epoch time wc wf ws fc ff fs open counts lives rules": for how long its numbers count,
         and for how long it is taken for alive

ARGV     1 action, 2 instance, 3 channel, 4 message, then REPORT below; the action LEAVE needs the first two alone

All times are in milliseconds of this server's clock, all durations in milliseconds. Numbers are doubles here: those that are
kept are whole and below 2^53, and are written with all their digits. Of what is read, unknown fields are ignored and missing
ones have defaults. An error may end the script at any write: what is written before the state does no harm without it.
]]

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local now = clock()

local STATE, REPORTS = KEYS[1], KEYS[2]
local action, instance = ARGV[1], ARGV[2]

local HOUR, DAY = 3600000, 86400000
local LONGEST = 2 ^ 45 -- some thousand years; whatever is longer is cut, so that sums are exact

-- Who stops is forgotten, and its lease is free at once.
if action == 'LEAVE' then
  redis.call('HDEL', REPORTS, instance)
  local lease = redis.call('HMGET', STATE, 'lm', 'pl')
  if lease[1] == instance then
    redis.call('HSET', STATE, 'lm', '', 'pl', (tonumber(lease[2] or '') or 0) + 1)
  end
  return ''
end

local REPORT = 5
local tallies = ARGV[REPORT + 10] -- "wc wf ws fc ff fs open counts lives rules", as they are kept
local suspects = ARGV[REPORT + 11] == '1' -- whether these are not all well
local RULES = REPORT + 13
local OUTCOME = RULES + 17 -- of the action: up to four arguments

local aliveMillis = tonumber(ARGV[RULES + 16])
local longestSilence = math.max(1, math.floor(aliveMillis / 2))

-- After how long all reports are looked at again: soon if something is wrong, but the later, the more they are, as to look at
-- one takes a server some microseconds.
local function evaluationMillis(alive)
  return suspects and math.max(50, math.min(1000, 2 * alive)) or 1000
end

local function keepReport()
  redis.call('HSET', REPORTS, instance, string.format('%s %.0f %s', ARGV[REPORT], now, tallies))
end

-- Mostly nothing is asked for, and all reports have been looked at a moment ago: then the report is kept, and the answer is the
-- same as the last one but for what depends on the time. What follows below would come to the same, at six times the cost.
do
  local quiet = redis.call('HMGET', STATE, 'v', 'e', 'ev', 'b', 'ls', 'al', 'p', 'u', 'd')
  if action == 'NONE' and (quiet[1] or '') ~= '' then
    local since, age = now - quiet[3], now - quiet[4]
    local remaining = quiet[7] == 'O' and quiet[8] - now or 0
    local goesOn = quiet[7] == 'C' or (remaining > 0 and remaining <= tonumber(quiet[9]))
    if goesOn and since >= 0 and since < evaluationMillis(quiet[6]) and since < longestSilence and age >= 0
        and now - quiet[5] >= 0 and tonumber(ARGV[REPORT]) <= tonumber(quiet[2]) then
      keepReport()
      return string.format('%.0f %.0f %s', age, remaining, quiet[1])
    end
  end
end

---------------------------------------------------------------------------------------------------- What is read

local FIELDS = {
  'v',  -- the last answer, but for its two times, if nothing else in it changes by itself; otherwise empty
  'p',  -- phase: C(losed), O(pen), H(alf-open)
  'y',  -- why it is in that phase; empty if it always was
  'lm', -- the instance that holds the lease for a probe; empty if none does
  'om', 'or', 'ob', -- override: mode, empty if there is none; the reason; who said so
  'e',  -- epoch
  'b',  -- when the phase began
  'u', 'd', -- open until, and how long that wait is in all
  'n',  -- openings in a row
  'pc', 'pf', 'ps', 'pl', -- probes: calls, failed ones, slow ones; leases lost
  'lx', 'lg', -- the lease's end and number
  'ox', -- the override's end
  'ev', -- when all reports were last looked at; 0 for never
  'wc', 'wf', 'ws', 'fc', 'ff', 'fs', -- their sums then: calls, failed, slow; of the window and of the last moments
  'al', 'mx', -- how many are alive; 1 if their rules differ
  'ls', -- listening without a hole since
}
local TEXTS = 7 -- so many of them are no numbers

local saved = redis.call('HMGET', STATE, unpack(FIELDS))
local s, before = {}, {}
for i = 1, #FIELDS do
  local field, value = FIELDS[i], saved[i]
  if i > TEXTS then
    value = tonumber(value or '')
    before[field] = value
    s[field] = value or 0
  else
    before[field] = value
    s[field] = value or ''
  end
end
if s.p ~= 'O' and s.p ~= 'H' then s.p = 'C' end
s.b = before.b or now
s.ls = before.ls or now
local epochBefore = s.e

local known = {
  e = tonumber(ARGV[REPORT]),
  p = ARGV[REPORT + 1],
  y = ARGV[REPORT + 2],
  age = tonumber(ARGV[REPORT + 3]),
  remaining = tonumber(ARGV[REPORT + 4]),
  n = tonumber(ARGV[REPORT + 5]),
  om = ARGV[REPORT + 6],
  ['or'] = ARGV[REPORT + 7],
  ob = ARGV[REPORT + 8],
  overrideRemaining = tonumber(ARGV[REPORT + 9]),
}
local lease = tonumber(ARGV[REPORT + 12])

local function rule(i)
  return tonumber(ARGV[RULES + i])
end
local function duration(i)
  return math.max(0, math.min(LONGEST, rule(i)))
end
local probes, leaseMillis, longestWait = rule(11), duration(12), duration(9)

---------------------------------------------------------------------------------------------------- What can happen

local function reached(bad, calls, rate)
  return bad > 0 and 100 * bad >= rate * calls
end

-- Ends a lease, if there is one, that brought no outcome.
local function dropLease()
  if s.lm ~= '' then
    s.lm = ''
    s.pl = s.pl + 1
  end
end

local function forgetProbes()
  s.pc, s.pf, s.ps, s.pl, s.lm = 0, 0, 0, 0, ''
end

local function enter(phase, cause)
  s.p, s.y, s.b, s.e = phase, cause, now, s.e + 1
end

local function close(cause)
  dropLease()
  enter('C', cause)
end

local function openWait(howManieth)
  local wait, multiplier, scatter = duration(7), rule(8), rule(10)
  local i = 1
  while i < howManieth and wait < longestWait and multiplier > 1 do
    wait = wait * multiplier
    i = i + 1
  end
  return math.max(1, math.floor(math.min(longestWait, wait) * scatter))
end

local function open(cause, howManieth)
  dropLease()
  s.n = howManieth
  s.d = openWait(howManieth)
  s.u = now + s.d
  enter('O', cause)
end

-- Calls begin again after a forced opening, slowly if they are to.
local function endOverride()
  if s.om == 'FORCED_OPEN' and s.p == 'C' then
    s.b, s.y = math.min(now, s.ox), 'RELEASED' -- who could not ask has let calls through since then
  end
  s.om, s['or'], s.ob, s.ox = '', '', '', 0
  s.e = s.e + 1
end

local function isLease(number)
  return s.p == 'H' and known.e == s.e and s.lm == instance and s.lg == number
end

---------------------------------------------------------------------------------------------------- Time does its work

-- A clock can be set back, and another server's can be behind. No wait gets longer by that.
local function forgiveTheClock()
  if s.p == 'O' and s.u - now > s.d then s.u = now + s.d end
  s.b = math.min(s.b, now)
  s.lx = math.min(s.lx, now + leaseMillis)
  s.ls = math.min(s.ls, now)
  if s.ev > now then s.ev = 0 end
end

-- Begins to listen anew if nobody was heard of for so long that living instances may be taken for dead.
local function hear()
  if now - s.ev >= longestSilence then s.ls = now end
end

-- Who knows of a later state than this one proves that data were lost. Who held a lease is lost too: probes begin anew, at once.
local function learnWhatWasLost()
  if known.e <= s.e then return end
  s.e, s.n, s.y, s.b = known.e, known.n, known.y, now - known.age
  s.om, s['or'], s.ob = known.om, known['or'], known.ob
  s.ox = known.om == '' and 0 or now + known.overrideRemaining
  forgetProbes()
  s.p = known.p == 'C' and 'C' or 'O'
  s.d = known.p == 'O' and math.min(known.remaining, 2 * longestWait) or 0
  s.u = now + s.d
end

local function endHalfOpen()
  local longest = rule(13)
  if s.p ~= 'H' or longest <= 0 or now - s.b < longest or s.om ~= '' then return end
  if ARGV[RULES + 14] == '1' then
    close('HALF_OPEN_TIMEOUT')
  else
    open('HALF_OPEN_TIMEOUT', s.n + 1)
  end
end

local function endOrRenewLease()
  if s.lm ~= '' and now >= s.lx then
    dropLease()
  elseif isLease(lease) then
    s.lx = now + leaseMillis
  end
end

---------------------------------------------------------------------------------------------------- Actions

local actions = {}

function actions.ACQUIRE()
  if s.om ~= '' then return end
  if s.p == 'O' and now >= s.u then
    forgetProbes()
    enter('H', 'WAIT_ELAPSED')
  end
  if s.p ~= 'H' then return end
  if s.lm == '' then
    s.lm = instance
    s.lg = s.lg + 1
  end
  if s.lm == instance then s.lx = now + leaseMillis end
end

function actions.COMPLETE()
  if s.om ~= '' or not isLease(tonumber(ARGV[OUTCOME])) then return end
  s.lm = ''
  s.pc = s.pc + tonumber(ARGV[OUTCOME + 1])
  s.pf = s.pf + tonumber(ARGV[OUTCOME + 2])
  s.ps = s.ps + tonumber(ARGV[OUTCOME + 3])
  if reached(s.pf, probes, rule(1)) or reached(s.ps, probes, rule(2)) then
    open('PROBES_FAILED', s.n + 1)
  elseif s.pc >= probes then
    close('PROBES_SUCCEEDED')
  end
end

function actions.OVERRULE()
  s.om, s['or'], s.ob = ARGV[OUTCOME], ARGV[OUTCOME + 1], ARGV[OUTCOME + 2]
  s.ox = now + tonumber(ARGV[OUTCOME + 3])
  s.e = s.e + 1
end

function actions.RELEASE()
  if s.om ~= '' then endOverride() end
end

function actions.CLOSE()
  if s.p == 'C' and s.om == '' then return end
  s.om, s['or'], s.ob, s.ox = '', '', '', 0
  s.n = 0
  close('MANUAL')
end

---------------------------------------------------------------------------------------------------- All reports together

local NUMBERS = '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d) (%d+) (%d+) (%-?%d+)$'

-- The reports that count. Forgets who is no longer alive.
local function gather()
  local counted, rules = {}, nil
  s.al, s.mx = 0, 0
  local all = redis.call('HGETALL', REPORTS)
  for i = 1, #all, 2 do
    local e, t, wc, wf, ws, fc, ff, fs, isOpen, counts, lives, its = string.match(all[i + 1], NUMBERS)
    local time = tonumber(t)
    if not time or now - time > tonumber(lives) then
      redis.call('HDEL', REPORTS, all[i])
    else
      if time > now then -- it came before the clock was set back
        time = now
        redis.call('HSET', REPORTS, all[i], (string.gsub(all[i + 1], ' %d+', string.format(' %.0f', now), 1)))
      end
      s.al = s.al + 1
      if rules and rules ~= its then s.mx = 1 end
      rules = its
      if tonumber(e) == s.e and now - time <= tonumber(counts) then
        counted[#counted + 1] = {
          wc = tonumber(wc), wf = tonumber(wf), ws = tonumber(ws),
          fc = tonumber(fc), ff = tonumber(ff), fs = tonumber(fs),
          open = isOpen == '1',
        }
      end
    end
  end
  return counted
end

-- Those who are heard of first after data were lost, or the server could not be reached, only seem to be all.
local function knowsAll()
  return now - s.ls >= aliveMillis
end

local function isAlone()
  return knowsAll() and s.al == 1
end

local function quorum()
  local quorum = math.max(rule(5), math.ceil(rule(6) * s.al))
  return knowsAll() and math.min(s.al, quorum) or quorum
end

local function sum(counted, field)
  local sum = 0
  for i = 1, #counted do sum = sum + counted[i][field] end
  return sum
end

-- Of three or more, the rest must have had its share of the least number of calls: one failure of one call is no rate.
local function holdsForTheRest(bad, calls, rate, minimumCalls)
  local few = s.al > 2 and calls * s.al < minimumCalls * (s.al - 1)
  return not few and reached(bad, calls, rate)
end

-- Whether a rate is reached by all together, still without any one of them, and by enough of them on their own.
local function holds(counted, calls, bad, rate, minimumCalls)
  local allCalls, allBad = s[calls], s[bad]
  if allCalls < minimumCalls or not reached(allBad, allCalls, rate) then return false end
  local failing, alone = 0, isAlone()
  for i = 1, #counted do
    local own = counted[i]
    if not alone and not holdsForTheRest(allBad - own[bad], allCalls - own[calls], rate, minimumCalls) then return false end
    if own.open or reached(own[bad], own[calls], rate) then failing = failing + 1 end
  end
  return failing >= quorum()
end

local function mostHaveOpened(counted)
  local opened = 0
  for i = 1, #counted do
    if counted[i].open then opened = opened + 1 end
  end
  return opened >= quorum() and 2 * opened > s.al and (opened > 1 or isAlone())
end

local function reasonToOpen(counted)
  local minimumCalls, fastCalls, fastRate = rule(0), rule(3), rule(4)
  if holds(counted, 'wc', 'wf', rule(1), minimumCalls) then return 'FAILURE_RATE' end
  if holds(counted, 'wc', 'ws', rule(2), minimumCalls) then return 'SLOW_CALL_RATE' end
  if fastCalls > 0 and (holds(counted, 'fc', 'ff', fastRate, fastCalls) or holds(counted, 'fc', 'fs', fastRate, fastCalls)) then
    return 'FAST_WINDOW'
  end
  return mostHaveOpened(counted) and 'INSTANCES_OPEN' or nil
end

local function evaluate()
  local counted = gather()
  s.ev = now
  if s.p ~= 'C' then return end -- the numbers that opened it stay to be seen
  for i, field in ipairs({'wc', 'wf', 'ws', 'fc', 'ff', 'fs'}) do s[field] = sum(counted, field) end
  local cause = s.om == '' and reasonToOpen(counted)
  if cause then
    open(cause, (s.n > 0 and now - s.b < rule(15)) and s.n + 1 or 1)
  end
end

---------------------------------------------------------------------------------------------------- The whole

-- Longer than anything that it must not forget.
local function keptMillis()
  local kept = math.max(HOUR, 20 * math.min(DAY, math.max(s.d, longestWait)))
  return s.om == '' and kept or math.max(kept, s.ox - now + HOUR)
end

-- Numbers, then the lengths of the texts at the end, then these. All but the age and what remains of the wait, which come first.
local function answer()
  local overrideRemaining = s.om ~= '' and math.max(0, s.ox - now) or 0
  return string.format(
    '%.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f %d %d %d %d %d %d ',
    s.e, s.n, overrideRemaining, s.pc, s.pf, s.ps, s.pl, s.lm ~= '' and s.lg or 0,
    s.wc, s.wf, s.ws, s.fc, s.ff, s.fs, s.al, s.mx, #s.p, #s.y, #s.lm, #s.om, #s['or'], #s.ob
  ) .. table.concat({s.p, s.y, s.lm, s.om, s['or'], s.ob})
end

-- Writes what has changed.
local function save()
  local changes = {}
  for i = 1, #FIELDS do
    local field = FIELDS[i]
    local value = s[field]
    if value ~= before[field] then
      changes[#changes + 1] = field
      changes[#changes + 1] = i > TEXTS and string.format('%.0f', value) or value
    end
  end
  if #changes > 0 then redis.call('HSET', STATE, unpack(changes)) end
  redis.call('PEXPIRE', STATE, string.format('%.0f', keptMillis()))
  redis.call('PEXPIRE', REPORTS, string.format('%.0f', math.max(2 * duration(16), 320000)))
end

forgiveTheClock()
hear()
learnWhatWasLost()
if s.om ~= '' and now >= s.ox then endOverride() end
endHalfOpen()
endOrRenewLease()
keepReport()
if actions[action] then actions[action]() end
if now - s.ev >= evaluationMillis(s.al) then evaluate() end
local said = answer()
s.v = s.p ~= 'H' and s.om == '' and said or ''
save()
if s.e ~= epochBefore then
  redis.pcall('PUBLISH', ARGV[3], ARGV[4]) -- a hint: whoever may not publish does without
end
local remaining = s.p == 'O' and math.max(0, s.u - now) or 0
return string.format('%.0f %.0f %s', now - s.b, remaining, said)
