#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A lock, and events that threads wait for under it.
///
/// Unlike with a condition that all share, what happens wakes only threads that wait for it; where none
/// waits, it costs nothing.
final class Monitor: @unchecked Sendable {
  /// Something that threads wait for.
  final class Event {
    fileprivate let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    // Guarded by the monitor's lock.
    fileprivate var waiting = 0

    init() { pthread_cond_init(condition, nil) }

    deinit {
      pthread_cond_destroy(condition)
      condition.deallocate()
    }
  }

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  init() { pthread_mutex_init(mutex, nil) }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  func lock() { pthread_mutex_lock(mutex) }

  func unlock() { pthread_mutex_unlock(mutex) }

  /// Gives the lock up until the event may have happened.
  func wait(for event: Event) {
    event.waiting += 1
    pthread_cond_wait(event.condition, mutex)
    event.waiting -= 1
  }

  /// Wakes one thread that waits for the event, with the lock.
  func wakeOne(waitingFor event: Event) {
    if event.waiting > 0 { pthread_cond_signal(event.condition) }
  }

  /// Wakes all threads that wait for the event, with the lock.
  func wakeAll(waitingFor event: Event) {
    if event.waiting > 0 { pthread_cond_broadcast(event.condition) }
  }
}
