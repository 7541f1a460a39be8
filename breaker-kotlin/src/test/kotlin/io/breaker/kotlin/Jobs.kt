package io.breaker.kotlin

import kotlinx.coroutines.Job
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.job

internal suspend fun currentJob(): Job = currentCoroutineContext().job
