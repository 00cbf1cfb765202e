using System.Runtime.CompilerServices;

namespace Waggle.Linux.Readers;

/// <summary>Asynchronous enumeration by copy.</summary>
public sealed unsafe partial class PerfBufferReader<T>
{
    // Records that are fewer than end a wait are found after this time at the latest.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>All records from now on, each a copy, until cancelled.</summary>
    /// <param name="cancellationToken">Ends the sequence, without an exception, within moments. Records that were copied and not handed over are
    /// gone; they count as delivered.</param>
    /// <returns>A sequence that waits without holding the caller's thread.</returns>
    /// <remarks>The room of all records that are there is given back before the first of them is handed over: a slow caller loses nothing of those,
    /// and the programs go on writing.</remarks>
    /// <exception cref="Bpf.Errors.BpfMapException">A record is shorter than <typeparamref name="T"/>.</exception>
    public async IAsyncEnumerable<PerfRecord<T>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<PerfRecord<T>> batch = [];
        while (!cancellationToken.IsCancellationRequested)
        {
            batch.Clear();
            Drain((int cpu, in T record) => batch.Add(new PerfRecord<T>(cpu, record)));
            foreach (PerfRecord<T> record in batch)
            {
                if (cancellationToken.IsCancellationRequested) yield break;
                yield return record;
            }
            if (batch.Count == 0) await Task.Run(() => Wait(s_longestWait, cancellationToken), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
