// SPDX-License-Identifier: Apache-2.0
// dsmil.communication.v1 by Debian's gRPC for C++: one unary call, one stream.
//
// usage: client CERTIFICATES NAME PORT     prints TAP lines

#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include <grpcpp/grpcpp.h>

#include "dsmil/communication/v1/service.grpc.pb.h"

namespace v1 = dsmil::communication::v1;

namespace {

std::string read(const std::string &path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void deadline(grpc::ClientContext &context) {
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(120));
}

bool tell(bool good, const std::string &name, const std::string &why) {
  std::cout << (good ? "ok - C++: " : "not ok - C++: ") << name << std::endl;
  if (!good) {
    std::cout << "    " << why << std::endl;
  }
  return good;
}

bool unary(v1::DsmilCommunicationService::Stub &stub) {
  grpc::Status status;
  v1::OperationCoordinationResponse answer;
  bool good = false;
  // A disk or a track that is late on a busy machine lets a read fail, and says so: another one is asked.
  for (int n = 0; n < 20 && !good; n++) {
    grpc::ClientContext context;
    deadline(context);
    v1::OperationCoordinationRequest request;
    request.set_coordination_id("cpp-read-" + std::to_string(n));
    request.set_device_id(0x8010);
    request.set_operation_type(v1::OPERATION_READ);
    request.set_register_(0);
    status = stub.CoordinateOperation(&context, request, &answer);
    good = status.ok() && answer.result() == v1::COORDINATION_SUCCESS && answer.has_value();
  }
  return tell(good, "a device is read", status.error_message() + answer.ShortDebugString());
}

bool stream(v1::DsmilCommunicationService::Stub &stub) {
  grpc::ClientContext context;
  deadline(context);
  v1::EventSubscriptionRequest request;
  request.set_start(v1::EVENT_START_OLDEST);
  auto reader = stub.SubscribeEvents(&context, request);
  v1::EventNotification event;
  std::uint32_t count = 0;
  bool dense = true;
  while (count < 5 && reader->Read(&event)) {
    if (!event.event_id().empty()) {
      count += 1;
      dense = dense && event.sequence_number() == count;
    }
  }
  context.TryCancel();
  const grpc::Status status = reader->Finish();
  return tell(count == 5 && dense, "events come, numbered densely", status.error_message());
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 4) {
    return 2;
  }
  const std::string at = std::string(argv[1]) + "/";
  const std::string name = argv[2];
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = read(at + "ca.pem");
  options.pem_private_key = read(at + name + ".key");
  options.pem_cert_chain = read(at + name + ".pem");
  const auto channel =
      grpc::CreateChannel(std::string("localhost:") + argv[3], grpc::SslCredentials(options));
  const auto stub = v1::DsmilCommunicationService::NewStub(channel);
  const bool called = unary(*stub);
  const bool streamed = stream(*stub);
  return called && streamed ? 0 : 1;
}
