using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>A link that another object or process made and pinned, opened by its name.</summary>
internal sealed class PinnedLink(string name, SafeDescriptor link) : Link("program", $"pinned link '{name}'", link);
