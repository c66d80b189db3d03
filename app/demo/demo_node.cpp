#include "app/demo/demo_node.h"

Result<std::unique_ptr<DemoNode>> DemoNode::started(const DemoSetup &setup, const DemoLogin &login)
{
    const Result<std::shared_ptr<DemoDoor>> door = DemoDoor::opened(login, std::make_shared<DemoHost>(setup));
    if (!door)
        return door.error();
    auto server = std::make_unique<DemoServer>(std::vector<std::shared_ptr<DemoDoor>>{*door});
    DemoServer *waked = server.get();
    auto node = std::make_unique<DemoNode>(*door, [waked] { waked->wake(); });
    node->m_server = std::move(server);
    return node;
}

DemoNode::DemoNode(const std::shared_ptr<DemoDoor> &door, const std::function<void()> &wake)
    : m_door(door)
    , m_wake(wake)
{
}

DemoNode::~DemoNode() = default;

void DemoNode::setFaults(const DemoFaults &faults)
{
    m_door->host().setFaults(faults);
    m_wake();
}

void DemoNode::reboot()
{
    m_door->host().reboot();
    m_wake();
}

void DemoNode::dropConnections()
{
    m_door->host().dropConnections();
    m_wake();
}
