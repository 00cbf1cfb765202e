using Waggle.Bpf.Objects;

namespace Waggle.Bpf.Engines;

/// <summary>Something that runs programs: the Linux kernel, or the engine inside this process.</summary>
/// <remarks>Thread-safe. What only one engine has (hooks, pins, options) is on that engine's own type.</remarks>
public interface IEngine
{
    /// <summary>Creates the object's maps and loads its programs: all of them, or none and an exception.</summary>
    /// <param name="obj">The object.</param>
    /// <returns>The live object, nothing attached yet.</returns>
    /// <exception cref="Errors.BpfException">The engine refuses a map or program, or lacks something that the object needs.</exception>
    LiveObject Load(BpfObject obj);
}
