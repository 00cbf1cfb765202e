namespace Waggle.Generators.Loaders;

/// <summary>A static field that is a map.</summary>
/// <param name="Property">Name of its property.</param>
/// <param name="Name">Name in the object.</param>
/// <param name="Visibility">"public" or "internal": what its types allow.</param>
/// <param name="ViewType">The view that user code gets.</param>
/// <param name="View">What makes the view of <c>_object</c>.</param>
internal sealed record MapMember(string Property, string Name, string Visibility, string ViewType, string View);
