using Waggle.Linux.Links;
using Waggle.Linux.Programs;

namespace Waggle.Linux;

/// <summary>A program of a loaded object, which keeps what it is attached by: loaders that are generated for program classes hand these out.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class LoadedProgram
{
    private readonly LoadedObject _owner;

    /// <summary>Finds a program of an object.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="name">Name of the function.</param>
    /// <exception cref="Waggle.Bpf.Errors.BpfException">There is none of this name; the text says which there are.</exception>
    public LoadedProgram(LoadedObject owner, string name)
    {
        ArgumentNullException.ThrowIfNull(owner);
        _owner = owner;
        Kernel = (KernelProgram)owner.FindProgram(name);
    }

    /// <summary>The program itself: to run it on made-up input, to read its statistics, to attach it without the object's knowing.</summary>
    public KernelProgram Kernel { get; }

    /// <summary>Attaches it to the hook that its attribute names.</summary>
    /// <returns>The attachment. Disposing it detaches; so does disposing the object.</returns>
    /// <exception cref="Waggle.Bpf.Errors.BpfException">It can't be attached, or the attribute does not say all: see <see cref="KernelProgram.Attach()"/>.</exception>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    public Link Attach() => _owner.Keep(Kernel.Attach());

    /// <summary>Attaches it in the way that is asked for, where the attribute alone does not say where:
    /// <c>Attach(p =&gt; p.AttachXdp("eth0"))</c>.</summary>
    /// <param name="attach">Makes the attachment.</param>
    /// <returns>The attachment. Disposing it detaches; so does disposing the object.</returns>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    public TLink Attach<TLink>(Func<KernelProgram, TLink> attach) where TLink : Link
    {
        ArgumentNullException.ThrowIfNull(attach);
        return _owner.Keep(attach(Kernel));
    }
}
