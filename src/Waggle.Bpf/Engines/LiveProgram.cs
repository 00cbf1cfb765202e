using Waggle.Bpf.Objects;

namespace Waggle.Bpf.Engines;

/// <summary>A program that an engine has accepted. Disposing it unloads it once nothing is attached any more.</summary>
/// <remarks>Thread-safe.</remarks>
public abstract class LiveProgram : IDisposable
{
    /// <summary>Takes over the description.</summary>
    protected LiveProgram(ProgramSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
    }

    /// <summary>What it was made from.</summary>
    public ProgramSpec Spec { get; }

    /// <summary>Name of the function.</summary>
    public string Name => Spec.Name;

    /// <summary>Runs it once, or as often as asked, on made-up input.</summary>
    /// <param name="context">The context; for a raw tracepoint its arguments, 8 bytes each.</param>
    /// <param name="data">A packet, for the types that take one.</param>
    /// <param name="repeat">Times to run; 0 for the types that take no repetition, such as raw tracepoints.</param>
    /// <exception cref="Errors.BpfNotSupportedException">The engine can't run this type.</exception>
    public ProgramRunResult Run(ReadOnlySpan<byte> context = default, ReadOnlySpan<byte> data = default, int repeat = 0) =>
        Run(new ProgramRun { Context = context, Packet = data, Repeat = repeat });

    /// <summary>Runs it on made-up input, and gives back packet and context as it left them. Allocates nothing.</summary>
    /// <param name="run">Input, room for output, and how to run.</param>
    /// <returns>What the program returned, and how long packet and context are now.</returns>
    /// <exception cref="Errors.BpfNotSupportedException">The engine can't run this type.</exception>
    /// <exception cref="Errors.BpfException">The input does not fit the type, or an output buffer is too small: it says how long it must be.</exception>
    public abstract ProgramRunResult Run(scoped in ProgramRun run);

    /// <summary>Closes the program.</summary>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Section and name.</summary>
    public override string ToString() => $"program '{Spec}'";

    /// <summary>Closes the program.</summary>
    /// <param name="isDisposing">False from a finalizer.</param>
    protected abstract void Dispose(bool isDisposing);
}
