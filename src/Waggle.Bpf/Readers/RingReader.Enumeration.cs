using System.Runtime.CompilerServices;

namespace Waggle.Bpf.Readers;

/// <summary>Enumeration by reference, and asynchronously by copy.</summary>
public sealed unsafe partial class RingReader<T> : IAsyncEnumerable<T>
{
    // Records submitted without a wake-up are found after this time at the latest.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(100);

    // Records copied at a time, so that the buffer's room is not held while the caller awaits something else.
    private const int AsyncBatch = 256;

    /// <summary>All records from now on, each a copy, until cancelled.</summary>
    /// <param name="cancellationToken">Ends the sequence, without an exception, within moments.</param>
    /// <returns>A sequence that waits without holding the caller's thread.</returns>
    /// <remarks>Records that are in the buffer are handed over without a switch of threads; a wait takes a thread of the pool.</remarks>
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var batch = new T[AsyncBatch];
        while (!cancellationToken.IsCancellationRequested)
        {
            int count = Copy(batch);
            for (int i = 0; i < count; i++)
            {
                if (cancellationToken.IsCancellationRequested) yield break;
                yield return batch[i];
            }
            if (count == 0) await Task.Run(() => Wait(s_longestWait, cancellationToken), CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="ReadAllAsync"/>, for <c>await foreach (T e in reader)</c>.</summary>
    /// <param name="cancellationToken">Ends the sequence, without an exception, within moments.</param>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        ReadAllAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    private int Copy(T[] batch)
    {
        int count = 0;
        foreach (ref readonly T record in ReadAvailable())
        {
            batch[count++] = record;
            if (count == batch.Length) break;
        }
        return count;
    }

    /// <summary>The complete records that are there, for <c>foreach</c>.</summary>
    public readonly ref struct Available
    {
        private readonly RingReader<T> _reader;

        internal Available(RingReader<T> reader) => _reader = reader;

        /// <summary>Starts reading.</summary>
        /// <exception cref="InvalidOperationException">The reader is in use.</exception>
        /// <exception cref="ObjectDisposedException">The reader is disposed.</exception>
        public Enumerator GetEnumerator() => new(_reader);
    }

    /// <summary>Goes over records by reference. Dispose it, as <c>foreach</c> does, to let others read.</summary>
    public ref struct Enumerator
    {
        private readonly RingReader<T> _reader;
        private RingCursor _cursor;
        private int _count;
        private bool _isDone;

        internal Enumerator(RingReader<T> reader)
        {
            reader.Enter();
            _reader = reader;
            _cursor = new RingCursor(reader._memory);
        }

        /// <summary>The current record, valid until the next step.</summary>
        public readonly ref readonly T Current => ref Unsafe.AsRef<T>(_cursor.Record);

        /// <summary>Goes to the next record.</summary>
        /// <exception cref="Errors.BpfMapException">A record is shorter than <typeparamref name="T"/>.</exception>
        public bool MoveNext()
        {
            if (!_cursor.MoveNext()) return false;
            if (_cursor.Length < sizeof(T)) _reader.ThrowTooShort(_cursor.Length);
            _count++;
            return true;
        }

        /// <summary>Gives the room of the records back to the kernel.</summary>
        public void Dispose()
        {
            if (_isDone) return;
            _isDone = true;
            _cursor.Publish();
            _reader.Exit(_count);
        }
    }
}
